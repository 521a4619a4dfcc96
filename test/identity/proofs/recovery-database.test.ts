import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DATABASE, DATABASE_NAME } from '../../../constructs/keycloak/props';
import { instanceLabels } from '../../../constructs/postgresql/props';
import { kubectl } from '../../cluster/cluster';
import { measured, secondsSince } from '../../cluster/report/measurements';
import { until } from '../../cluster/session/until';
import { askDatabase, DATABASE_PATH, databaseHealthy, loginWorks } from '../access/database';
import { administrator, makePerson, removePerson } from '../access/keycloak';
import { merge, mergedLiterals } from '../access/merge';
import { servers } from '../access/servers';
import { clusterUnderTest, environment, namespaces, secretValue } from '../ground';
import { recoveringInventory } from '../inventory';
import { objectsIn } from '../outside/object-storage';
import { runBlocks, sectionBlocks } from '../outside/page';

const cluster = clusterUnderTest();
const inKeycloak = `--namespace=${namespaces.keycloak}`;
const variables = { ENVIRONMENT: environment.name };
const realm = environment.keycloak?.realm.name ?? '';
const userSecret = `${DATABASE}-app`;

/** Seconds in which self-heal would have made a deleted object again: it took one. */
const SELF_HEAL_SECONDS = 15;

beforeEach(() => databaseHealthy(cluster));

test('a database without volumes is made anew from its archive', async () => {
  const person = { name: 'saved-by-the-archive', password: randomBytes(20).toString('hex') };
  const known = async () =>
    (await administrator(cluster)).send('GET', `/${realm}/users?username=${person.name}`);
  await removePerson(await administrator(cluster), realm, person.name);
  await makePerson(await administrator(cluster), realm, person, []);
  await archived();
  const before = await mergedLiterals(cluster);
  const [old, own] = [before.database.generation ?? 1, (before.database.generation ?? 1) + 1];
  expect(await runBlocks(cluster, sectionBlocks('Lost database', 1), variables)).toContain(
    `"${DATABASE}-${old}"`,
  );
  const running = await servers(cluster);
  await loseVolumes();

  const start = Date.now();
  await runBlocks(cluster, sectionBlocks('Lost database', 2), variables);
  measured('what was left is gone', secondsSince(start));
  await sleep(SELF_HEAL_SECONDS * 1000);
  expect((await cluster.client.send({ path: DATABASE_PATH })).status).toBe(404);

  const database = { generation: own, restoredFrom: { generation: old } };
  await merge(cluster, recoveringInventory({ ...before, database }), `database ${own}`);
  await runBlocks(cluster, sectionBlocks('Lost database', 3), variables);
  measured('the database is back', secondsSince(start));
  expect((await mergedLiterals(cluster)).database).toEqual(database);
  await loginWorks(cluster, 240);
  measured('logins succeed', secondsSince(start));
  expect(await known()).toEqual([expect.objectContaining({ username: person.name, enabled: true })]);

  await runBlocks(cluster, sectionBlocks('Lost database', 4), variables);
  measured('it has a base backup of its own', secondsSince(start));
  expect(await servers(cluster)).toEqual(running);
  const files = objectsIn(cluster.session, environment.objectStorage?.bucket ?? '');
  const base = `${namespaces.keycloak}/${DATABASE}-${own}/base/`;
  expect(files.filter((file) => file.startsWith(base) && file.endsWith('data.tar.gz'))).toHaveLength(1);
  await databaseHealthy(cluster);
});

test('Keycloak takes a new password of the database without a restart', async () => {
  const running = await servers(cluster);
  const password = () => secretValue(cluster, namespaces.keycloak, userSecret, 'password');
  const old = await password();
  const start = Date.now();
  await runBlocks(cluster, sectionBlocks('Lost database', 5), variables);
  expect(await password()).not.toBe(old);
  // Connections that are open stay so: only a new one shows which password is sent.
  const made = await until(
    'every connection of Keycloak is made with the new password',
    async () => {
      await closeConnections();
      return (await loginsInARow(20)) || undefined;
    },
    { seconds: 240, every: 5000 },
  );
  expect(made).toBe(true);
  measured('logins succeed over new connections', secondsSince(start));
  expect(await servers(cluster)).toEqual(running);
});

/** Waits until everything that was written until now lies in the archive. */
async function archived(): Promise<void> {
  const file = await askDatabase(cluster, 'SELECT pg_walfile_name(pg_switch_wal())');
  await until(`the archive has ${file}`, async () => {
    const last = await askDatabase(cluster, 'SELECT last_archived_wal FROM pg_stat_archiver');
    return last >= file || last;
  });
}

/** Takes every instance and its volume, as the loss of all their workers does. */
async function loseVolumes(): Promise<void> {
  const selector = Object.entries(instanceLabels(DATABASE))
    .map(([label, value]) => `--selector=${label}=${value}`)
    .join(',');
  await kubectl(cluster, ['delete', 'persistentvolumeclaims', inKeycloak, selector, '--wait=false']);
  await kubectl(cluster, ['delete', 'pods', inKeycloak, selector, '--force', '--grace-period=0']);
}

async function closeConnections(): Promise<void> {
  await askDatabase(
    cluster,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${DATABASE_NAME}'`,
  );
}

/** Whether so many logins succeed one after the other. */
async function loginsInARow(count: number): Promise<boolean> {
  for (let done = 0; done < count; done += 1) {
    const failed = await loginWorks(cluster, 2).then(
      () => false,
      () => true,
    );
    if (failed) return false;
  }
  return true;
}
