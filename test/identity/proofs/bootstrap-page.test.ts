import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strings } from '../../../checks/readers/read';
import { SEAL_SECRET } from '../../../constructs/vault/props';
import { get } from '../../cluster/get';
import { administratorMachine } from '../access/administrator';
import { clusterUnderTest, literal, namespaces } from '../ground';
import { bootstrapFolder, bootstrapPage, titleOf } from '../outside/bootstrap';
import { runBlocks } from '../outside/page';

const cluster = clusterUnderTest();
const folder = bootstrapFolder(cluster.session);
const { before, after } = bootstrapPage();

test('the Secrets that the cluster began with are those of the page, from the files that a person keeps', async () => {
  const made = before.map(titleOf).filter((title) => title.startsWith('Make Secret '));
  const wanted = literal.bootstrapSecrets.map(({ namespace, name }) => `Make Secret ${namespace}/${name}`);
  expect([...made].sort()).toEqual([...wanted].sort());
  const path = `/api/v1/namespaces/${namespaces.vault}/secrets/${SEAL_SECRET}`;
  const keys = Object.entries(strings(await get(cluster, path), 'data'));
  expect(keys.length).toBeGreaterThan(0);
  for (const [name, value] of keys) {
    const kept = readFileSync(join(folder, 'secrets', namespaces.vault, SEAL_SECRET, name));
    expect([name, value]).toEqual([name, kept.toString('base64')]);
  }
});

test('the page leads on from root.yaml to a person who is logged in to the vault', async () => {
  const { variables, end } = await administratorMachine(cluster);
  try {
    // What an operator may and nobody else: names of all folders.
    const look = 'bao kv list -mount=kv -format=json / > folders.json';
    await runBlocks(cluster, [...after.map(({ text }) => text), look], variables, folder);
    expect(JSON.parse(readFileSync(join(folder, 'folders.json'), 'utf8'))).toContain(
      `${namespaces.keycloak}/`,
    );
  } finally {
    end();
  }
});
