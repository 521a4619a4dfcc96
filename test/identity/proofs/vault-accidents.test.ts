import { mapping, mappings, text } from '../../../checks/readers/read';
import { DATA, INITIALISED, VAULT } from '../../../constructs/vault/props';
import {
  policyText,
  reconcilePolicy,
  VAULT_BREAK_GLASS,
  VAULT_RECONCILE,
} from '../../../reconcilers/vault/policies';
import { kubectl } from '../../cluster/cluster';
import { get } from '../../cluster/get';
import { measured, secondsSince } from '../../cluster/report/measurements';
import { until } from '../../cluster/session/until';
import { reconcilerIn } from '../access/changes';
import { privateGateway } from '../access/gateway';
import { runNow } from '../access/jobs';
import { startStream, streamText } from '../access/stream';
import {
  activeNode,
  activeNodes,
  askNode,
  askVault,
  operatorToken,
  secretAt,
  vaultToken,
} from '../access/vault';
import { clusterUnderTest, environment, namespaces } from '../ground';

const cluster = clusterUnderTest();
const inVault = `--namespace=${namespaces.vault}`;
const first = `${VAULT}-0`;
const replicas = environment.vault?.replicas ?? 0;
const host = environment.vault?.hostname ?? '';

/** Seconds after which another node must serve: raft's election, the label, and what kube-proxy and the gateway learn. */
const TAKEOVER_SECONDS = 20;

beforeEach(() => allWell());

test('the active node dies and another one serves', async () => {
  const ask = await privateGateway(cluster);
  const secret = await enter('leader');
  const dead = await activeNode(cluster);
  const stop = startStream(ask, { host, path: '/v1/sys/health' });
  const start = Date.now();
  await killPod(dead);
  const heir = await until('another node is active', async () => {
    const [node, ...others] = await activeNodes(cluster);
    return node !== undefined && node !== dead && others.length === 0 ? { node } : [node, ...others].join();
  });
  measured('another node says that it is active', secondsSince(start));
  await allWell();
  measured('all nodes are well again', secondsSince(start));
  const stream = await stop();
  measured('requests to the vault meanwhile', streamText(stream));
  expect(heir.node).not.toBe(dead);
  expect(stream.longestGap).toBeLessThan(TAKEOVER_SECONDS);
  await expectSecret('leader', secret);
});

describe.each([
  ['as a standby', (node: string) => node !== first],
  ['as the active node', (node: string) => node === first],
])('ordinal 0 loses its volume %s', (as, isWanted) => {
  test('and joins the others with an empty one', async () => {
    await until(
      `ordinal 0 is there ${as}`,
      async () => {
        await allWell();
        const node = await activeNode(cluster);
        if (isWanted(node)) return true;
        await killPod(node);
        return `${node} was active`;
      },
      { seconds: 400, every: 2000 },
    );
    const name = `volume-${as.replaceAll(' ', '-')}`;
    const secret = await enter(name);
    const before = await identity();
    const claim = await claimUid();
    const start = Date.now();
    await kubectl(cluster, ['delete', 'persistentvolumeclaim', `${DATA}-${first}`, inVault, '--wait=false']);
    await killPod(first);
    await until('the claim is a new one', async () => {
      const uid = await claimUid();
      return (uid !== '' && uid !== claim) || `claim ${uid}`;
    });
    await allWell();
    measured('joined with an empty volume', secondsSince(start));
    expect(await identity()).toEqual(before);
    expect(await activeNodes(cluster)).toHaveLength(1);
    await expectSecret(name, secret);
  });
});

test('a ruined policy of the reconciler is repaired by break-glass', async () => {
  const job = await reconcilerIn(cluster, namespaces.vault);
  const token = await vaultToken(cluster, namespaces.vault, VAULT_BREAK_GLASS);
  const path = `sys/policies/acl/${VAULT_RECONCILE}`;
  const write = (policy: string) => askVault(cluster, { path, token, method: 'PUT', body: { policy } });
  try {
    expect((await write('path "*" { capabilities = ["deny"] }')).status).toBe(204);
    const ruined = await runNow(cluster, namespaces.vault, job, 600);
    expect(ruined.type).toBe('Failed');
  } finally {
    expect((await write(policyText(reconcilePolicy()))).status).toBe(204);
  }
  const { type, log } = await runNow(cluster, namespaces.vault, job);
  expect([type, log]).toEqual(['Complete', expect.stringContaining('plan: 0 to create')]);
});

/** Every node is Ready, unsealed and a voter, and one is active. */
async function allWell(): Promise<void> {
  await until(
    'every node of the vault is well',
    async () => {
      const set = await get(cluster, `/apis/apps/v1/namespaces/${namespaces.vault}/statefulsets/${VAULT}`);
      const ready = mapping(set, 'status')['readyReplicas'];
      if (ready !== replicas) return `${ready} of ${replicas} are Ready`;
      const active = await activeNodes(cluster);
      if (active.length !== 1) return `active: ${active.join() || 'none'}`;
      const token = await operatorToken(cluster);
      const { body } = await askVault(cluster, { path: 'sys/storage/raft/configuration', token });
      const voters = mappings(body, 'data.config.servers').filter(({ voter }) => voter === true);
      return voters.length === replicas || `${voters.length} of ${replicas} vote`;
    },
    { seconds: 240, every: 1000 },
  );
}

/** What tells this vault from another: each node's id of the cluster, and the volume that is on record as the first. */
async function identity() {
  const nodes = Array.from({ length: replicas }, (_, ordinal) => `${VAULT}-${ordinal}`);
  const answers = await Promise.all(
    nodes.map((node) => askNode(cluster, node, { path: 'sys/health?standbyok=true' })),
  );
  const record = await get(cluster, `/api/v1/namespaces/${namespaces.vault}/configmaps/${INITIALISED}`);
  return { ids: answers.map(({ body }) => text(body, 'cluster_id')), record: mapping(record, 'data') };
}

async function claimUid(): Promise<string> {
  const path = `/api/v1/namespaces/${namespaces.vault}/persistentvolumeclaims/${DATA}-${first}`;
  return text((await cluster.client.send({ path })).body, 'metadata.uid') ?? '';
}

async function killPod(name: string): Promise<void> {
  await kubectl(cluster, ['delete', 'pod', name, inVault, '--grace-period=0', '--force']);
}

/** A secret as a person enters it. */
async function enter(name: string): Promise<string> {
  const value = `${name}-${Date.now()}`;
  const path = `kv/data/${namespaces.vault}/${name}`;
  const token = await operatorToken(cluster);
  const { status, body } = await askVault(cluster, {
    path,
    token,
    method: 'POST',
    body: { data: { value } },
  });
  expect([status, body]).toEqual([200, expect.anything()]);
  return value;
}

async function expectSecret(name: string, value: string): Promise<void> {
  const found = await secretAt(cluster, await operatorToken(cluster), `${namespaces.vault}/${name}`);
  expect(found.data).toEqual({ value });
}
