import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { list, text } from '../../checks/readers/read';
import {
  GENERATOR_ACCOUNT,
  generatorRoleOf,
  READER_ACCOUNT,
  readerRoleOf,
} from '../../constructs/secrets/props';
import { OPERATOR_ACCOUNT, VAULT_AUDIENCE } from '../../constructs/vault/props';
import { vaultStateOf } from '../../constructs/vault/state';
import { objectIn, textIn } from '../../reconcilers/engine/read';
import { VAULT_RECONCILE } from '../../reconcilers/vault/policies';
import type { ControlPlane } from '../control-plane/control-plane';
import { ask } from './https';
import { createNamespace, startKubernetes, tokenOf } from './kubernetes';
import { start, stateFile } from './program';
import {
  asPerson,
  prepareVault,
  tokenFile,
  untilActive,
  VAULT_NAMESPACE,
  type VaultServer,
} from './vault-server';

/** Namespace for which values are generated. */
const OWNER = 'team-a';

let plane: ControlPlane;
let vault: VaultServer;

/** Policies and roles as the code gives them to a vault, in a real one. */
beforeAll(async () => {
  plane = await startKubernetes();
  for (const name of [VAULT_NAMESPACE, OWNER]) await createNamespace(plane.client, name);
  vault = await prepareVault(plane);
  await vault.start();
  await untilActive(vault);
  const readers = [{ namespace: OWNER, generates: true, clients: [] }];
  const ended = await start('vault', {
    STATE_FILE: stateFile(vaultStateOf({ namespace: VAULT_NAMESPACE, readers, access: [] })),
    VAULT_URL: vault.url,
    TOKEN_FILE: await tokenFile(plane, vault, VAULT_RECONCILE),
    NODE_EXTRA_CA_CERTS: vault.ca,
    APPLY: 'true',
  }).ended;
  expect(ended).toMatchObject({ code: 0, stderr: '' });
}, 300_000);

afterAll(async () => {
  await vault?.kill();
  vault?.remove();
  await plane?.stop();
});

/** Logs in as a ServiceAccount with a token for somebody. */
async function logIn(namespace: string, account: string, role: string, audience?: string) {
  const jwt = await tokenOf(plane.client, namespace, account, audience);
  const answer = await asPerson(vault, '', 'POST', 'auth/kubernetes/login', { role, jwt });
  return { ...answer, token: textIn(objectIn(answer.body, 'auth'), 'client_token') };
}

const generator = async () =>
  (await logIn(OWNER, GENERATOR_ACCOUNT, generatorRoleOf(OWNER), VAULT_AUDIENCE)).token;

const valueAt = (token: string, path: string) => asPerson(vault, token, 'GET', `kv/data/${path}`);

describe('a value that was generated', () => {
  const path = join(OWNER, 'database');
  const metadata = (token: string, body: object) =>
    asPerson(vault, token, 'POST', `kv/metadata/${path}`, body);

  test('is written with who made it', async () => {
    const token = await generator();
    const told = await metadata(token, { custom_metadata: { 'managed-by': 'external-secrets' } });
    expect(told.status).toBe(204);
    const body = { data: { password: 'generated' } };
    expect((await asPerson(vault, token, 'POST', `kv/data/${path}`, body)).status).toBe(200);
    expect((await asPerson(vault, token, 'GET', `kv/metadata/${path}`)).body).toMatchObject({
      data: { custom_metadata: { 'managed-by': 'external-secrets' }, max_versions: 0 },
    });
  });

  test.each<object>([
    { max_versions: 1 },
    { delete_version_after: '1s' },
    { cas_required: true },
    { custom_metadata: { any: 'thing' }, delete_version_after: '1s' },
  ])('cannot be made to run out by %j, neither by its generator nor by a person', async (body) => {
    const people = await logIn(VAULT_NAMESPACE, OPERATOR_ACCOUNT, OPERATOR_ACCOUNT, VAULT_AUDIENCE);
    for (const token of [await generator(), people.token]) {
      expect((await metadata(token, body)).status).toBe(403);
      expect((await valueAt(token, path)).body).toMatchObject({ data: { data: { password: 'generated' } } });
    }
  });

  test('is deleted by nobody', async () => {
    const people = await logIn(VAULT_NAMESPACE, OPERATOR_ACCOUNT, OPERATOR_ACCOUNT, VAULT_AUDIENCE);
    for (const token of [await generator(), people.token]) {
      for (const folder of ['data', 'metadata'])
        expect((await asPerson(vault, token, 'DELETE', `kv/${folder}/${path}`)).status).toBe(403);
      for (const folder of ['delete', 'destroy']) {
        const versions = { versions: [1] };
        expect((await asPerson(vault, token, 'POST', `kv/${folder}/${path}`, versions)).status).toBe(403);
      }
    }
  });

  test('is changed by people, who see what is told of it', async () => {
    const { token } = await logIn(VAULT_NAMESPACE, OPERATOR_ACCOUNT, OPERATOR_ACCOUNT, VAULT_AUDIENCE);
    const body = { data: { password: 'generated' } };
    expect((await asPerson(vault, token, 'POST', `kv/data/${path}`, body)).status).toBe(200);
    expect((await asPerson(vault, token, 'GET', `kv/metadata/${path}`)).status).toBe(200);
    expect((await asPerson(vault, token, 'LIST', `kv/metadata/${OWNER}`)).body).toMatchObject({
      data: { keys: ['database'] },
    });
  });
});

describe('a token of a ServiceAccount', () => {
  const logins = [
    [OWNER, READER_ACCOUNT, readerRoleOf(OWNER)],
    [OWNER, GENERATOR_ACCOUNT, generatorRoleOf(OWNER)],
    [VAULT_NAMESPACE, OPERATOR_ACCOUNT, OPERATOR_ACCOUNT],
    [VAULT_NAMESPACE, VAULT_RECONCILE, VAULT_RECONCILE],
  ] as const;

  test.each(logins)('of %s/%s opens its role when it is for the vault, and only then', async (...login) => {
    expect((await logIn(...login, VAULT_AUDIENCE)).status).toBe(200);
    for (const audience of [undefined, 'another']) {
      const refused = await logIn(...login, audience);
      expect([refused.status, refused.token]).toEqual([403, '']);
    }
  });

  test('for the vault does not open the API server', async () => {
    const kubeconfig: unknown = JSON.parse(readFileSync(plane.kubeconfig, 'utf8'));
    const ca = join(vault.folder, 'api-server.crt');
    const data = text(list(kubeconfig, 'clusters')[0], 'cluster.certificate-authority-data') ?? '';
    writeFileSync(ca, Buffer.from(data, 'base64'));
    const get = async (audience?: string) => {
      const token = await tokenOf(plane.client, VAULT_NAMESPACE, VAULT_RECONCILE, audience);
      return ask({
        method: 'GET',
        url: `${plane.url}/api`,
        ca,
        headers: { authorization: `Bearer ${token}` },
      });
    };
    expect((await get()).status).toBe(200);
    expect((await get(VAULT_AUDIENCE)).status).toBe(401);
  });
});
