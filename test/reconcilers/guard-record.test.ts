import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INITIALISED } from '../../constructs/vault/props';
import { VAULT_RECONCILE } from '../../reconcilers/vault/policies';
import type { ControlPlane } from '../control-plane/control-plane';
import { GuardedVaults, STANZA } from './guarded-vaults';
import { createNamespace, startKubernetes } from './kubernetes';
import { start, stateFile } from './program';
import { prepareVault, tokenFile, untilActive, VAULT_NAMESPACE, type VaultServer } from './vault-server';

let plane: ControlPlane;
let vaults: GuardedVaults;
let vault: VaultServer;
let namespace: string;

beforeAll(async () => {
  plane = await startKubernetes();
  await createNamespace(plane.client, VAULT_NAMESPACE);
  vaults = new GuardedVaults(plane);
  namespace = await vaults.newNamespace();
  vault = await prepareVault(plane);
  expect(await begin()).toMatchObject({ code: 0, stanza: STANZA });
  await vault.start();
  await untilActive(vault);
}, 300_000);

afterAll(async () => {
  await vault?.kill();
  vault?.remove();
  vaults?.remove();
  await plane?.stop();
});

const data = () => join(vault.folder, 'data');
const begin = (folder = data()) => vaults.start(namespace, folder);
const record = () => `/api/v1/namespaces/${namespace}/configmaps/${INITIALISED}`;

/** The vault's reconciler, whose pod runs as a ServiceAccount of the API server. */
async function reconcile(account: string) {
  return start('vault', {
    ...(await vaults.surroundings(namespace, account)),
    STATE_FILE: stateFile({ policies: [], kubernetesRoles: [] }),
    VAULT_URL: vault.url,
    TOKEN_FILE: await tokenFile(plane, vault, VAULT_RECONCILE),
    NODE_EXTRA_CA_CERTS: vault.ca,
    APPLY: 'true',
    DEADLINE_SECONDS: '0',
  }).ended;
}

const auditOf = () => readFileSync(join(vault.folder, 'audit.log'), 'utf8');

test('nothing is written into a vault whose record cannot be marked', async () => {
  const refused = await reconcile('default');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("the vault's beginning must be on record before anything is written");
  expect(refused.stderr).toContain('403');
  expect(auditOf()).not.toContain('sys/mounts');
});

test('the reconciler marks the record by a right to that one ConfigMap alone', async () => {
  expect(await reconcile(VAULT_RECONCILE)).toMatchObject({ code: 0, stderr: '' });
  const marked = await plane.client.send({ method: 'GET', path: record() });
  expect(marked.body).toMatchObject({ data: { claim: expect.any(String), served: 'true' } });
  expect(await reconcile(VAULT_RECONCILE)).toMatchObject({ code: 0, stderr: '' });
  const again = await plane.client.send({ method: 'GET', path: record() });
  expect(again.body).toEqual(marked.body);
});

describe('a vault that has served', () => {
  test('starts with its data', async () => {
    expect(await begin()).toMatchObject({ code: 0, stanza: '', stderr: '' });
  });

  test('never begins again on a disk that was emptied under the same claim', async () => {
    await vault.kill();
    for (const name of readdirSync(data())) rmSync(join(data(), name), { recursive: true });
    const emptied = await begin();
    expect(emptied).toMatchObject({ code: 0, stanza: '', stderr: '' });
    expect(emptied.stdout).toContain('the vault has served before');
  });

  test('keeps what a start left that ended before it had joined', async () => {
    const begun = mkdtempSync(join(tmpdir(), 'data-frost-begun-'));
    writeFileSync(join(begun, 'vault.db'), 'of a start that ended early');
    expect(await begin(begun)).toMatchObject({ code: 0, stanza: '', stderr: '' });
    expect(readdirSync(begun)).toEqual(['vault.db']);
    rmSync(begun, { recursive: true });
  });

  test('begins anew once a person has removed the record', async () => {
    await plane.client.send({ method: 'DELETE', path: record() });
    expect(await begin()).toMatchObject({ code: 0, stanza: STANZA });
  });
});
