import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mapping, mappings, text } from '../../../checks/readers/read';
import { SEAL_SECRET, VAULT } from '../../../constructs/vault/props';
import { kubectl } from '../../cluster/cluster';
import { get } from '../../cluster/get';
import { measured, secondsSince } from '../../cluster/report/measurements';
import { until } from '../../cluster/session/until';
import { mergeEnvironment } from '../access/merge';
import { activeNode, askNode } from '../access/vault';
import { allWell, enteredSecret, enterSecret, killNode, vaultNodes } from '../access/vault-nodes';
import { clusterUnderTest, environment, namespaces } from '../ground';
import { pageFolder, runBlocks, sectionBlocks } from '../outside/page';

const cluster = clusterUnderTest();
const variables = { ENVIRONMENT: environment.name };
const inVault = `--namespace=${namespaces.vault}`;

beforeEach(() => allWell(cluster));

test('the seal key is gone: a node that starts anew stays away until it is put back', async () => {
  const folder = await folderWithKeys();
  const secret = await enterSecret(cluster, 'seal-key');
  await kubectl(cluster, ['delete', 'secret', SEAL_SECRET, inVault]);
  const node = await activeNode(cluster);
  await killNode(cluster, node);
  await until('it waits for the Secret', async () => waitsForSecret(node));
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
  const folder = pageFolder(cluster);
  const start = Date.now();
  await runBlocks(cluster, sectionBlocks('Lost seal key', 2, 3), variables, folder);
  expect(readdirSync(join(folder, 'values', namespaces.vault))).toContain('no-copy');
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
  const folder = await folderWithKeys();
  const secret = await enterSecret(cluster, 'rotation');
  const before = await vaultId();
  const start = Date.now();
  await runBlocks(cluster, sectionBlocks('Lost seal key', 5), { ...variables, NEW_KEY: 'key-2' }, folder);
  await sealWith({ current: 'key-2', previous: 'key' });
  await sealWith({ current: 'key-2' });
  measured('sealed with another key', secondsSince(start));
  const { key, ...others } = await sealKeys();
  expect(Object.keys(others)).toEqual(['key-2']);
  await removeKey('key');
  try {
    await killNode(cluster, await activeNode(cluster));
    await allWell(cluster);
    expect(await enteredSecret(cluster, 'rotation')).toBe(secret);
    expect(await vaultId()).toBe(before);
  } finally {
    await kubectl(cluster, [
      'patch',
      'secret',
      SEAL_SECRET,
      inVault,
      '--type=merge',
      `--patch=${JSON.stringify({ data: { key } })}`,
    ]);
    await sealWith({ current: 'key', previous: 'key-2' });
    await mergeEnvironment(cluster, 'the seal of the tree under test', (environment) => environment);
    await rolledOut();
    await removeKey('key-2');
  }
});

/** Merges a seal, and waits until every node has started with it. */
async function sealWith(seal: { readonly current: string; readonly previous?: string }): Promise<void> {
  await mergeEnvironment(cluster, `seal: ${seal.current}`, ({ vault, ...environment }) => {
    if (vault === undefined) throw new Error(`${environment.name} must have a vault`);
    return { ...environment, vault: { ...vault, seal } };
  });
  await rolledOut();
}

async function rolledOut(): Promise<void> {
  await kubectl(cluster, ['rollout', 'status', `statefulset/${VAULT}`, inVault, '--timeout=10m']);
  await allWell(cluster);
}

async function removeKey(key: string): Promise<void> {
  const patch = JSON.stringify({ data: { [key]: null } });
  await kubectl(cluster, ['patch', 'secret', SEAL_SECRET, inVault, '--type=merge', `--patch=${patch}`]);
}

/** Keys of the seal's Secret, in base64. */
async function sealKeys(): Promise<Readonly<Record<string, unknown>>> {
  return mapping(await get(cluster, `/api/v1/namespaces/${namespaces.vault}/secrets/${SEAL_SECRET}`), 'data');
}

/** A folder with the copy that was kept outside of the cluster. */
async function folderWithKeys(): Promise<string> {
  const folder = pageFolder(cluster);
  const { key } = await sealKeys();
  const copies = join(folder, 'secrets', namespaces.vault, SEAL_SECRET);
  mkdirSync(copies, { recursive: true });
  writeFileSync(join(copies, 'key'), Buffer.from(String(key), 'base64'), { mode: 0o600 });
  return folder;
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
