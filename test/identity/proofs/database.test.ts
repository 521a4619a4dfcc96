import { mapping, mappings, text } from '../../../checks/readers/read';
import { DATABASE, KEYCLOAK } from '../../../constructs/keycloak/props';
import { applyObjects, kubectl } from '../../cluster/cluster';
import { get } from '../../cluster/get';
import { setCable } from '../../cluster/network/node-network';
import { awaitReady } from '../../cluster/proofs/scheduling/outage';
import { measured, secondsSince } from '../../cluster/report/measurements';
import { until } from '../../cluster/session/until';
import { DATABASE_PATH, databaseHealthy, databaseState, loginWorks } from '../access/database';
import { publicGateway } from '../access/gateway';
import { PUBLIC_HOST } from '../access/keycloak';
import { startStream, streamText } from '../access/stream';
import { clusterUnderTest, environment, namespaces } from '../ground';
import { objectsIn } from '../outside/object-storage';

const cluster = clusterUnderTest();
const realm = environment.keycloak?.realm.name ?? '';
const discovery = { host: PUBLIC_HOST, path: `/realms/${realm}/.well-known/openid-configuration` };

/** Seconds after which a new primary must take writes. */
const FAILOVER_SECONDS = 60;

beforeEach(() => databaseHealthy(cluster));

test("the primary's pod dies: what is cached is answered throughout, and logins after a while", async () => {
  const { primary } = await databaseState(cluster);
  const stop = startStream(await publicGateway(cluster), discovery);
  const start = Date.now();
  await kubectl(cluster, [
    'delete',
    'pod',
    primary,
    `--namespace=${namespaces.keycloak}`,
    '--grace-period=0',
    '--force',
  ]);
  await succeeded(primary);
  measured('another primary is named', secondsSince(start));
  await loginWorks(cluster);
  measured('logins succeed', secondsSince(start));
  await databaseHealthy(cluster);
  measured('all instances are healthy', secondsSince(start));
  const stream = await stop();
  measured('cached requests meanwhile', streamText(stream));
  expect(stream.failed).toBe(0);
});

test("the primary's worker loses its network: what is cached is answered throughout", async () => {
  const lonely = await workerWithoutKeycloak();
  await movePrimaryTo(lonely);
  const { primary } = await databaseState(cluster);
  const stop = startStream(await publicGateway(cluster, lonely), discovery);
  const start = Date.now();
  await setCable(lonely, 'down');
  try {
    await succeeded(primary);
    measured('another primary is named', secondsSince(start));
    await loginWorks(cluster);
    measured('logins succeed', secondsSince(start));
    const stream = await stop();
    measured('cached requests until then', streamText(stream));
    expect(stream.failed).toBe(0);
  } finally {
    await setCable(lonely, 'up');
  }
  const back = Date.now();
  await awaitReady(cluster, lonely);
  await databaseHealthy(cluster);
  measured('all instances are healthy after the cable is back', secondsSince(back));
});

test('a backup lies outside of the cluster', async () => {
  const name = `proof-${Date.now()}`;
  const start = Date.now();
  await applyObjects(cluster, [
    {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Backup',
      metadata: { name, namespace: namespaces.keycloak },
      spec: {
        cluster: { name: DATABASE },
        method: 'plugin',
        pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' },
      },
    },
  ]);
  const path = `/apis/postgresql.cnpg.io/v1/namespaces/${namespaces.keycloak}/backups/${name}`;
  await until(
    'the backup is completed',
    async () => {
      const status = mapping(await get(cluster, path), 'status');
      return status['phase'] === 'completed' || JSON.stringify(status);
    },
    { seconds: 300, every: 1000 },
  );
  measured('a backup', secondsSince(start));
  const files = objectsIn(cluster.session, environment.objectStorage?.bucket ?? '');
  expect(files.filter((file) => file.endsWith('data.tar.gz')).length).toBeGreaterThan(0);
  expect(files.filter((file) => /wals\/.*\.gz$/.test(file)).length).toBeGreaterThan(0);
});

async function succeeded(primary: string): Promise<void> {
  await until(
    `another instance than ${primary} is the primary`,
    async () => {
      const found = await databaseState(cluster);
      return found.primary !== primary || `${found.phase}, primary ${found.primary}`;
    },
    { seconds: FAILOVER_SECONDS, every: 200 },
  );
}

/** Workers on which pods of these labels run. */
async function workersOf(selector: string): Promise<readonly string[]> {
  const path = `/api/v1/namespaces/${namespaces.keycloak}/pods?labelSelector=${encodeURIComponent(selector)}`;
  return mappings(await get(cluster, path), 'items').flatMap((pod) => text(pod, 'spec.nodeName') ?? []);
}

/** A worker that no server runs on: what is lost with it is the database alone. @throws Error where there is none */
async function workerWithoutKeycloak(): Promise<string> {
  const taken = await workersOf(`app.kubernetes.io/name=${KEYCLOAK}`);
  const free = cluster.plan.workers.map(({ name }) => name).find((name) => !taken.includes(name));
  if (free === undefined)
    throw new Error(`a worker must be without Keycloak, found it on ${taken.join(', ')}`);
  return free;
}

/**
 * Has the operator make the instance on this worker the primary, as `kubectl cnpg promote` does.
 * @see https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/internal/cmd/plugin/promote/promote.go
 */
async function movePrimaryTo(worker: string): Promise<void> {
  const pods = mappings(await get(cluster, `/api/v1/namespaces/${namespaces.keycloak}/pods`), 'items');
  const instance = pods.find(
    (pod) =>
      text(pod, 'spec.nodeName') === worker &&
      mapping(pod, 'metadata.labels')['cnpg.io/cluster'] === DATABASE,
  );
  const targetPrimary = text(instance, 'metadata.name') ?? '';
  if ((await databaseState(cluster)).primary === targetPrimary) return;
  const targetPrimaryTimestamp = new Date().toISOString().replace(/(\.\d{3})Z$/, '$1000Z');
  const status = { targetPrimary, targetPrimaryTimestamp, phase: 'Switchover in progress' };
  const answer = await cluster.client.send({
    method: 'PATCH',
    path: `${DATABASE_PATH}/status`,
    contentType: 'application/merge-patch+json',
    body: JSON.stringify({ status }),
  });
  if (answer.status !== 200) throw new Error(`${targetPrimary}: ${text(answer.body, 'message')}`);
  await until(
    `${targetPrimary} is the primary`,
    async () =>
      (await databaseState(cluster)).primary === targetPrimary || (await databaseState(cluster)).phase,
    { seconds: 120, every: 500 },
  );
  await databaseHealthy(cluster);
}
