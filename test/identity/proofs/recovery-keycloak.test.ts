import { randomBytes } from 'node:crypto';
import { mapping, text } from '../../../checks/readers/read';
import { setCable } from '../../cluster/network/node-network';
import { awaitNotReady, awaitReady } from '../../cluster/proofs/scheduling/outage';
import { measured, secondsSince } from '../../cluster/report/measurements';
import { databaseHealthy } from '../access/database';
import { ADMIN_HOST, behindGateway, bodyOf, tokenOfClient } from '../access/keycloak';
import { servers } from '../access/servers';
import { clusterUnderTest, environment } from '../ground';
import { runBlocks, sectionBlocks } from '../outside/page';

const cluster = clusterUnderTest();
const variables = { ENVIRONMENT: environment.name };
const realm = environment.keycloak?.realm.name ?? '';

test('a server whose worker is lost comes back on another one', async () => {
  await runBlocks(cluster, sectionBlocks('Lost Keycloak', 1), variables);
  const [lost] = await servers(cluster);
  if (lost === undefined) throw new Error('Keycloak must have a server');
  await setCable(lost.worker, 'down');
  try {
    const start = Date.now();
    measured('the worker is NotReady', `${(await awaitNotReady(cluster, lost.worker, start)).toFixed(1)} s`);
    const given = { ...variables, POD: lost.pod };
    expect(await runBlocks(cluster, sectionBlocks('Lost Keycloak', 2), given)).toContain(lost.worker);
    await runBlocks(cluster, sectionBlocks('Lost Keycloak', 1), variables);
    measured('all servers are ready', secondsSince(start));
    const found = (await servers(cluster)).find(({ pod }) => pod === lost.pod);
    expect(found?.uid).not.toBe(lost.uid);
    expect(found?.worker).not.toBe(lost.worker);
  } finally {
    await setCable(lost.worker, 'up');
  }
  await awaitReady(cluster, lost.worker);
  await databaseHealthy(cluster);
});

test('a client that administers is made beside the server, and removes itself', async () => {
  const secret = randomBytes(20).toString('hex');
  const given = { ...variables, RECOVERY_SECRET: secret };
  const login = () => tokenOfClient(behindGateway(cluster), ADMIN_HOST, 'master', { id: 'recovery', secret });
  const isUnknown = async () => text(bodyOf(await login()), 'error') === 'invalid_client';
  expect(await isUnknown()).toBe(true);
  const start = Date.now();
  await runBlocks(cluster, sectionBlocks('Lost Keycloak', 3), given);
  measured('the client is made', secondsSince(start));
  const reply = await login();
  expect(reply.status).toBe(200);
  const realms = await behindGateway(cluster)({
    host: ADMIN_HOST,
    path: '/admin/realms',
    headers: { authorization: `Bearer ${text(bodyOf(reply), 'access_token')}` },
  });
  const names = JSON.parse(realms.body).map((found: unknown) => mapping(found)['realm']);
  expect(names).toEqual(expect.arrayContaining(['master', realm]));
  await runBlocks(cluster, sectionBlocks('Lost Keycloak', 4), given);
  expect(await isUnknown()).toBe(true);
});
