import { mapping, mappings, number, text } from '../../../checks/readers/read';
import { INITIALISED, VAULT } from '../../../constructs/vault/props';
import {
  policyText,
  reconcilePolicy,
  VAULT_BREAK_GLASS,
  VAULT_RECONCILE,
} from '../../../reconcilers/vault/policies';
import { get } from '../../cluster/get';
import { measured, secondsSince } from '../../cluster/report/measurements';
import { until } from '../../cluster/session/until';
import { reconcilerIn } from '../access/changes';
import { runNow } from '../access/jobs';
import { activeNode, activeNodes, askNode, askVault, vaultToken } from '../access/vault';
import { allWell, enteredSecret, enterSecret, killNode, vaultNodes } from '../access/vault-nodes';
import { claimUid, ruinVolume } from '../access/vault-volumes';
import { clusterUnderTest, environment, namespaces } from '../ground';
import { runBlocks, sectionBlocks } from '../outside/page';

const cluster = clusterUnderTest();
const first = `${VAULT}-0`;

beforeEach(() => allWell(cluster));

describe.each([
  ['as a standby', (node: string) => node !== first],
  ['as the active node', (node: string) => node === first],
])('ordinal 0 loses its volume %s', (as, isWanted) => {
  test('and joins the others with an empty one', async () => {
    await until(
      `ordinal 0 is there ${as}`,
      async () => {
        await allWell(cluster);
        const node = await activeNode(cluster);
        if (isWanted(node)) return true;
        await killNode(cluster, node);
        return `${node} was active`;
      },
      { seconds: 400, every: 2000 },
    );
    const name = `volume-${as.replaceAll(' ', '-')}`;
    const secret = await enterSecret(cluster, name);
    const before = await identity();
    const claim = await claimUid(cluster, first);
    const start = Date.now();
    await runBlocks(cluster, sectionBlocks('Lost vault node'), {
      ENVIRONMENT: environment.name,
      NODE: first,
    });
    await allWell(cluster);
    measured('joined with an empty volume', secondsSince(start));
    expect(await claimUid(cluster, first)).not.toBe(claim);
    expect(await identity()).toEqual(before);
    expect(await activeNodes(cluster)).toHaveLength(1);
    expect(await enteredSecret(cluster, name)).toBe(secret);
  });
});

test('a node whose volume is ruined does not start until it gets an empty one', async () => {
  const node = vaultNodes.at(-1) ?? '';
  const before = await identity();
  const secret = await enterSecret(cluster, 'ruined');
  await ruinVolume(cluster, node);
  await killNode(cluster, node);
  await until('it fails to start', async () => restartsOf(node));
  const start = Date.now();
  await runBlocks(cluster, sectionBlocks('Lost vault node'), { ENVIRONMENT: environment.name, NODE: node });
  await allWell(cluster);
  measured('joined in the place of a ruined one', secondsSince(start));
  expect(await identity()).toEqual(before);
  expect(await enteredSecret(cluster, 'ruined')).toBe(secret);
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

/** What tells this vault from another: each node's id of the cluster, and the volume that is on record as the first. */
async function identity() {
  const answers = await Promise.all(
    vaultNodes.map((node) => askNode(cluster, node, { path: 'sys/health?standbyok=true' })),
  );
  const record = await get(cluster, `/api/v1/namespaces/${namespaces.vault}/configmaps/${INITIALISED}`);
  return { ids: answers.map(({ body }) => text(body, 'cluster_id')), record: mapping(record, 'data') };
}

/** True once a node's server has ended by itself. */
async function restartsOf(node: string): Promise<true | string> {
  const pod = await get(cluster, `/api/v1/namespaces/${namespaces.vault}/pods/${node}`).catch(String);
  const [status] = mappings(pod, 'status.containerStatuses');
  const restarts = number(status, 'restartCount') ?? 0;
  return restarts > 0 || JSON.stringify(status);
}
