import { mapping, mappings, text } from '../../../checks/readers/read';
import { DATA, INITIALISED, VAULT } from '../../../constructs/vault/props';
import { VAULT_BREAK_GLASS } from '../../../reconcilers/vault/policies';
import { awaitHealthy } from '../../cluster/argo-cd/applications';
import { type Sighting, timelineOf } from '../../cluster/argo-cd/timeline';
import { get } from '../../cluster/get';
import { distApplications, predecessorsOf } from '../../cluster/proofs/tree';
import { measured, secondsSince } from '../../cluster/report/measurements';
import { realmChanges, reconcilerIn, vaultChanges } from '../access/changes';
import { publicGateway } from '../access/gateway';
import { runNow } from '../access/jobs';
import { administrator, PUBLIC_HOST } from '../access/keycloak';
import { activeNodes, askNode, askVault, operatorToken, vaultToken } from '../access/vault';
import { clusterUnderTest, environment, namespaces } from '../ground';

const cluster = clusterUnderTest();
const names = distApplications.map(({ name }) => name);
const replicas = environment.vault?.replicas ?? 0;
const nodes = Array.from({ length: replicas }, (_, ordinal) => `${VAULT}-${ordinal}`);
const realm = environment.keycloak?.realm.name ?? '';

describe('root.yaml and the bootstrap Secrets', () => {
  test('bring every Application to Synced and Healthy', async () => {
    await awaitHealthy(cluster.client, names, { seconds: 600, every: 1000 });
    const timeline = timelineOf(cluster.session);
    const since = timeline[0]?.at ?? 0;
    const times = names
      .map((name) => [name, timeline.find((found) => found.name === name && isWell(found))?.at] as const)
      .map(([name, at]) => [name, ((at ?? Number.NaN) - since) / 1000] as const)
      .sort(([, one], [, other]) => one - other);
    measured('seconds until Healthy', times.map(([name, at]) => `${name} ${at.toFixed(0)}`).join(', '));
  });

  test.each(distApplications.filter((application) => predecessorsOf(application).length > 0))(
    '$name is made only after all that it needs was Healthy',
    (application) => {
      const timeline = timelineOf(cluster.session);
      const made = timeline.findIndex(({ name }) => name === application.name);
      expect(made).toBeGreaterThanOrEqual(0);
      const before = timeline.slice(0, made);
      const late = predecessorsOf(application).filter(
        ({ name }) => !before.some((sighting) => sighting.name === name && isWell(sighting)),
      );
      expect(late.map(({ name }) => name)).toEqual([]);
    },
  );
});

describe('the vault', () => {
  test('was initialised once: every node serves the same one', async () => {
    const answers = await Promise.all(
      nodes.map((node) => askNode(cluster, node, { path: 'sys/health?standbyok=true' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(nodes.map(() => 200));
    expect(new Set(answers.map(({ body }) => text(body, 'cluster_id'))).size).toBe(1);
    expect(await activeNodes(cluster)).toHaveLength(1);
    const record = await get(cluster, `/api/v1/namespaces/${namespaces.vault}/configmaps/${INITIALISED}`);
    expect(JSON.stringify(mapping(record, 'data'))).toContain(await claimOf(nodes[0] ?? ''));
  });

  test('has all nodes as peers, over TLS that their names are good for', async () => {
    const token = await operatorToken(cluster);
    const { status, body } = await askVault(cluster, { path: 'sys/storage/raft/configuration', token });
    expect(status).toBe(200);
    const servers = mappings(body, 'data.config.servers');
    expect(servers.map((server) => text(server, 'node_id')).sort()).toEqual(nodes);
    expect(servers.map((server) => text(server, 'address')).sort()).toEqual(
      nodes.map((node) => `${node}.${VAULT}-internal.${namespaces.vault}.svc:8201`),
    );
  });
});

describe.each([
  ['the vault', namespaces.vault, vaultChanges],
  ['the realm', namespaces.keycloak, realmChanges],
] as const)('the reconciler of %s', (_, namespace, changes) => {
  test('writes nothing when nothing differs', async () => {
    const name = await reconcilerIn(cluster, namespace);
    // What waited for a secret of a later wave is written by the first run after that.
    await runNow(cluster, namespace, name);
    const before = await changes(cluster);
    const start = Date.now();
    const { type, log } = await runNow(cluster, namespace, name);
    measured('a run that writes nothing', secondsSince(start));
    expect([type, log]).toEqual([
      'Complete',
      expect.stringContaining('plan: 0 to create, 0 to update, 0 to remove'),
    ]);
    expect(await changes(cluster)).toBe(before);
  });
});

describe('a change made by hand', () => {
  test('in the vault is undone by the CronJob', async () => {
    const token = await vaultToken(cluster, namespaces.vault, VAULT_BREAK_GLASS);
    const path = `sys/policies/acl/${namespaces.keycloak}`;
    const { body } = await askVault(cluster, { path, token });
    const policy = text(body, 'data.policy');
    expect(policy).toContain('path');
    await askVault(cluster, {
      path,
      token,
      method: 'PUT',
      body: { policy: 'path "kv/*" { capabilities = ["read"] }' },
    });
    const { type, log } = await runNow(
      cluster,
      namespaces.vault,
      await reconcilerIn(cluster, namespaces.vault),
    );
    expect([type, log]).toEqual(['Complete', expect.stringContaining('1 to update')]);
    expect(text((await askVault(cluster, { path, token })).body, 'data.policy')).toBe(policy);
  });

  test('in the realm is undone by the CronJob', async () => {
    const { send } = await administrator(cluster);
    const name = async () => text(await send('GET', `/${realm}`), 'displayName');
    const own = await name();
    await send('PUT', `/${realm}`, { displayName: 'by hand' });
    expect(await name()).toBe('by hand');
    const { type, log } = await runNow(
      cluster,
      namespaces.keycloak,
      await reconcilerIn(cluster, namespaces.keycloak),
    );
    expect([type, log]).toEqual(['Complete', expect.stringContaining('1 to update')]);
    expect(await name()).toBe(own);
  });
});

test('the issuer answers under its public name', async () => {
  const ask = await publicGateway(cluster);
  const { status, body } = await ask({
    host: PUBLIC_HOST,
    path: `/realms/${realm}/.well-known/openid-configuration`,
  });
  expect([status, text(JSON.parse(body), 'issuer')]).toEqual([200, `https://${PUBLIC_HOST}/realms/${realm}`]);
});

function isWell({ sync, health }: Sighting): boolean {
  return sync === 'Synced' && health === 'Healthy';
}

/** The claim of a node, as the API server tells it from every other that had the name. */
async function claimOf(node: string): Promise<string> {
  const path = `/api/v1/namespaces/${namespaces.vault}/persistentvolumeclaims/${DATA}-${node}`;
  return text(await get(cluster, path), 'metadata.uid') ?? '';
}
