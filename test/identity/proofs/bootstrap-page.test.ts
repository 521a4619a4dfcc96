import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { list } from '../../../checks/readers/read';
import { OPERATOR_ACCOUNT, SEAL_SECRET } from '../../../constructs/vault/props';
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
  const kept = readFileSync(join(folder, 'secrets', namespaces.vault, SEAL_SECRET, 'key'));
  expect(await get(cluster, path)).toMatchObject({ data: { key: kept.toString('base64') } });
});

test('the page leads on from root.yaml to a person who is logged in to the vault', async () => {
  const { variables, end } = await administratorMachine(cluster);
  try {
    const look = 'bao token lookup -format=json > token.json';
    await runBlocks(cluster, [...after.map(({ text }) => text), look], variables, folder);
    const token: unknown = JSON.parse(readFileSync(join(folder, 'token.json'), 'utf8'));
    expect(list(token, 'data.policies')).toContain(OPERATOR_ACCOUNT);
  } finally {
    end();
  }
});
