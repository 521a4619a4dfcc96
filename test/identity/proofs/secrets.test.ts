import { mapping, mappings } from '../../../checks/readers/read';
import {
  GENERATOR_ACCOUNT,
  generatorRoleOf,
  oidcClientOf,
  READER_ACCOUNT,
  readerRoleOf,
} from '../../../constructs/secrets/props';
import { kubectl } from '../../cluster/cluster';
import { get } from '../../cluster/get';
import { measured, secondsSince } from '../../cluster/report/measurements';
import { until } from '../../cluster/session/until';
import { askVault, operatorToken, secretAt, vaultToken } from '../access/vault';
import { clusterUnderTest, namespaces, secretValue } from '../ground';

const cluster = clusterUnderTest();
const client = oidcClientOf('vault');
/** The Secret of the provider's namespace that holds what the vault's client signs in with. */
const secret = 'oidc-client-vault';

test("a namespace's role reads its own paths and no other's", async () => {
  const token = await vaultToken(cluster, namespaces.vault, READER_ACCOUNT, readerRoleOf(namespaces.vault));
  expect((await secretAt(cluster, token, client.path)).status).toBe(200);
  for (const path of [`${namespaces.keycloak}/keycloak-bootstrap`, oidcClientOf('models').path])
    expect((await secretAt(cluster, token, path)).status).toBe(403);
  const body = { data: { value: 'written by a reader' } };
  const write = await askVault(cluster, {
    path: `kv/data/${namespaces.vault}/own`,
    method: 'POST',
    token,
    body,
  });
  expect(write.status).toBe(403);
});

test('a namespace cannot log in as another one', async () => {
  const wrong = vaultToken(cluster, namespaces.vault, READER_ACCOUNT, readerRoleOf(namespaces.keycloak));
  await expect(wrong).rejects.toThrow(/403|400/);
});

test('who writes generated values deletes none', async () => {
  const role = generatorRoleOf(namespaces.keycloak);
  const token = await vaultToken(cluster, namespaces.keycloak, GENERATOR_ACCOUNT, role);
  for (const folder of ['data', 'metadata', 'delete', 'destroy']) {
    const method = ['delete', 'destroy'].includes(folder) ? 'POST' : 'DELETE';
    const { status } = await askVault(cluster, { path: `kv/${folder}/${client.path}`, method, token });
    expect([folder, status]).toEqual([folder, 403]);
  }
});

test('nor lets one run out', async () => {
  const role = generatorRoleOf(namespaces.keycloak);
  const token = await vaultToken(cluster, namespaces.keycloak, GENERATOR_ACCOUNT, role);
  const tell = (body: object) =>
    askVault(cluster, { path: `kv/metadata/${client.path}`, method: 'POST', token, body });
  const before = await secretAt(cluster, token, client.path);
  expect((await tell({ custom_metadata: { 'managed-by': 'external-secrets' } })).status).toBe(204);
  for (const body of [{ max_versions: 1 }, { delete_version_after: '1s' }, { cas_required: true }])
    expect([body, (await tell(body)).status]).toEqual([body, 403]);
  expect(await secretAt(cluster, token, client.path)).toEqual(before);
});

test('a secret that is rotated in the vault is in the Secret that pods mount', async () => {
  const token = await operatorToken(cluster);
  const before = await secretAt(cluster, token, client.path);
  const value = `rotated-${Date.now()}`;
  const start = Date.now();
  const path = `kv/data/${client.path}`;
  const write = (data: object) => askVault(cluster, { path, method: 'POST', token, body: { data } });
  expect((await write({ [client.property]: value })).status).toBe(200);
  try {
    await until(
      'the Secret has the new value',
      async () =>
        (await secretValue(cluster, namespaces.keycloak, secret, client.property)) === value || 'the old',
      { seconds: 180, every: 500 },
    );
    measured('from the vault to the Secret', secondsSince(start));
  } finally {
    expect((await write(before.data)).status).toBe(200);
  }
});

test("deleting and recreating a namespace's secrets changes no value", async () => {
  const token = await operatorToken(cluster);
  const kinds = ['externalsecret', 'pushsecret', 'password.generators.external-secrets.io', 'secretstore'];
  const values = async () => {
    const stores = await paths(token);
    return Promise.all(stores.map(async (path) => [path, await secretAt(cluster, token, path)] as const));
  };
  const before = await values();
  expect(before.length).toBeGreaterThan(1);
  const start = Date.now();
  await kubectl(cluster, [
    ...['delete', kinds.join(), '--all', `--namespace=${namespaces.keycloak}`, '--wait=true'],
  ]);
  await until(
    'Argo CD has brought them back and their Secrets are there',
    async () => {
      const list = await get(
        cluster,
        `/apis/external-secrets.io/v1/namespaces/${namespaces.keycloak}/externalsecrets`,
      );
      const found = mappings(list, 'items');
      const ready = found.filter((one) =>
        mappings(one, 'status.conditions').some(({ type, status }) => type === 'Ready' && status === 'True'),
      );
      return (
        (found.length > 0 && ready.length === found.length) || `${ready.length} of ${found.length} are Ready`
      );
    },
    { seconds: 240, every: 1000 },
  );
  measured('all secrets of a namespace are back', secondsSince(start));
  expect(await values()).toEqual(before);
  expect(await secretValue(cluster, namespaces.keycloak, secret, client.property)).toBe(
    before.find(([path]) => path === client.path)?.[1].data[client.property],
  );
});

/** Paths of everything that is generated for the provider. */
async function paths(token: string): Promise<readonly string[]> {
  const folders = [namespaces.keycloak, 'oidc-clients'];
  const lists = folders.map(async (folder) => {
    const { body } = await askVault(cluster, { path: `kv/metadata/${folder}`, method: 'LIST', token });
    const { keys } = mapping(body, 'data');
    return Array.isArray(keys) ? keys.map((key) => `${folder}/${key}`) : [];
  });
  return (await Promise.all(lists)).flat();
}
