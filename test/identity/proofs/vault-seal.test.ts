import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mappings, text } from '../../../checks/readers/read';
import { SEAL_SECRET, VAULT } from '../../../constructs/vault/props';
import { kubectl } from '../../cluster/cluster';
import { get } from '../../cluster/get';
import { measured, secondsSince } from '../../cluster/report/measurements';
import { until } from '../../cluster/session/until';
import { mergedLiterals, mergeEnvironment } from '../access/merge';
import { activeNode, askNode } from '../access/vault';
import { allWell, enteredSecret, enterSecret, killNode, vaultNodes } from '../access/vault-nodes';
import { clusterUnderTest, environment, namespaces } from '../ground';
import type { RecoveryLiterals } from '../inventory';
import { bootstrapFolder } from '../outside/bootstrap';
import { runBlocks, sectionBlocks } from '../outside/page';

const cluster = clusterUnderTest();
const inVault = `--namespace=${namespaces.vault}`;
/** Where the person works who brought the cluster up: the copies of the keys lie there. */
const folder = bootstrapFolder(cluster.session);
const variables = { ENVIRONMENT: environment.name };

beforeEach(() => allWell(cluster));

test('the seal key is gone: a node that starts anew stays away until it is put back', async () => {
  const secret = await enterSecret(cluster, 'seal-key');
  await kubectl(cluster, ['delete', 'secret', SEAL_SECRET, inVault]);
  const node = await activeNode(cluster);
  await killNode(cluster, node);
  await until('it waits for the Secret', () => waitsForSecret(node));
  await until('another node is active', async () => {
    const heir = await activeNode(cluster).catch(String);
    return (vaultNodes.includes(heir) && heir !== node) || heir;
  });
  expect(await enteredSecret(cluster, 'seal-key')).toBe(secret);
  const start = Date.now();
  await runBlocks(cluster, sectionBlocks('Lost seal key', 1), variables, folder);
  measured('the node is back after its key', secondsSince(start));
  await allWell(cluster);
  expect(await enteredSecret(cluster, 'seal-key')).toBe(secret);
});

test('the seal key is gone for good: values are read from what still runs and entered anew', async () => {
  const secret = await enterSecret(cluster, 'no-copy');
  const before = await vaultId();
  await kubectl(cluster, ['delete', 'secret', SEAL_SECRET, inVault]);
  const values = join(folder, 'secrets', 'values');
  rmSync(values, { recursive: true, force: true });
  const start = Date.now();
  await runBlocks(cluster, sectionBlocks('Lost seal key', 2, 3), variables, folder);
  expect(readdirSync(join(values, namespaces.vault))).toContain('no-copy');
  await runBlocks(cluster, sectionBlocks('Lost quorum', 1), variables, folder);
  await runBlocks(cluster, sectionBlocks('Lost quorum', 3), variables, folder);
  expect(await enteredSecret(cluster, 'no-copy')).toBeUndefined();
  await runBlocks(cluster, sectionBlocks('Lost seal key', 4), variables, folder);
  measured('begun anew with another key, and values entered', secondsSince(start));
  await allWell(cluster);
  expect(await vaultId()).not.toBe(before);
  expect(await enteredSecret(cluster, 'no-copy')).toBe(secret);
});

test('the seal key is replaced without a loss', async () => {
  const secret = await enterSecret(cluster, 'rotation');
  const before = await vaultId();
  const { seal } = await mergedLiterals(cluster);
  const old = seal?.current ?? '';
  const own = `key-${Number(/\d+$/.exec(old)?.[0] ?? 1) + 1}`;
  const start = Date.now();
  const names = { ...variables, NEW_KEY: own };
  await runBlocks(cluster, sectionBlocks('Lost seal key', 5, 6), names, folder);
  await sealWith({ current: own, previous: old });
  await sealWith({ current: own });
  await removeKey(old);
  measured('sealed with another key alone', secondsSince(start));
  await Promise.all(vaultNodes.map((node) => killNode(cluster, node)));
  await allWell(cluster);
  expect(await enteredSecret(cluster, 'rotation')).toBe(secret);
  expect(await vaultId()).toBe(before);
});

/** Merges a seal, and waits until every node has started with it. */
async function sealWith(seal: NonNullable<RecoveryLiterals['seal']>): Promise<void> {
  await mergeEnvironment(cluster, `seal: ${seal.current}`, ({ vault, ...environment }) => {
    if (vault === undefined) throw new Error(`${environment.name} must have a vault`);
    return { ...environment, vault: { ...vault, seal } };
  });
  await kubectl(cluster, ['rollout', 'status', `statefulset/${VAULT}`, inVault, '--timeout=10m']);
  await allWell(cluster);
}

async function removeKey(key: string): Promise<void> {
  const patch = JSON.stringify({ data: { [key]: null } });
  await kubectl(cluster, ['patch', 'secret', SEAL_SECRET, inVault, '--type=merge', `--patch=${patch}`]);
}

async function waitsForSecret(node: string): Promise<true | string> {
  const list = await get(
    cluster,
    `/api/v1/namespaces/${namespaces.vault}/events?fieldSelector=involvedObject.name=${node}`,
  );
  const messages = mappings(list, 'items').map((event) => text(event, 'message') ?? '');
  return (
    messages.some((message) => message.includes(`secret "${SEAL_SECRET}" not found`)) || messages.join('\n')
  );
}

async function vaultId(): Promise<string | undefined> {
  const { body } = await askNode(cluster, await activeNode(cluster), { path: 'sys/health' });
  return text(body, 'cluster_id');
}
