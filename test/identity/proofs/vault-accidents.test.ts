import { mapping, text } from '../../../checks/readers/read';
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
import { runNow } from '../access/jobs';
import { activeNode, activeNodes, askNode, askVault, vaultToken } from '../access/vault';
import { allWell, enteredSecret, enterSecret, killNode, vaultNodes } from '../access/vault-nodes';
import { clusterUnderTest, namespaces } from '../ground';

const cluster = clusterUnderTest();
const inVault = `--namespace=${namespaces.vault}`;
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
    const claim = await claimUid();
    const start = Date.now();
    await kubectl(cluster, ['delete', 'persistentvolumeclaim', `${DATA}-${first}`, inVault, '--wait=false']);
    await killNode(cluster, first);
    await until('the claim is a new one', async () => {
      const uid = await claimUid();
      return (uid !== '' && uid !== claim) || `claim ${uid}`;
    });
    await allWell(cluster);
    measured('joined with an empty volume', secondsSince(start));
    expect(await identity()).toEqual(before);
    expect(await activeNodes(cluster)).toHaveLength(1);
    expect(await enteredSecret(cluster, name)).toBe(secret);
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

/** What tells this vault from another: each node's id of the cluster, and the volume that is on record as the first. */
async function identity() {
  const answers = await Promise.all(
    vaultNodes.map((node) => askNode(cluster, node, { path: 'sys/health?standbyok=true' })),
  );
  const record = await get(cluster, `/api/v1/namespaces/${namespaces.vault}/configmaps/${INITIALISED}`);
  return { ids: answers.map(({ body }) => text(body, 'cluster_id')), record: mapping(record, 'data') };
}

async function claimUid(): Promise<string> {
  const path = `/api/v1/namespaces/${namespaces.vault}/persistentvolumeclaims/${DATA}-${first}`;
  return text((await cluster.client.send({ path })).body, 'metadata.uid') ?? '';
}
