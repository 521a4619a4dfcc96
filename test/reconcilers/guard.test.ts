import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { VAULT_RECONCILE } from '../../reconcilers/vault/policies';
import type { ControlPlane } from '../control-plane/control-plane';
import { GuardedVaults, STANZA } from './guarded-vaults';
import { startKubernetes } from './kubernetes';
import { prepareVault, stanza, untilActive, type VaultServer } from './vault-server';

let plane: ControlPlane;
let vaults: GuardedVaults;

beforeAll(async () => {
  plane = await startKubernetes();
  vaults = new GuardedVaults(plane);
});

afterAll(async () => {
  vaults?.remove();
  await plane?.stop();
});

test('the first node may initialise, and again when it was stopped before it began', async () => {
  const namespace = await vaults.newNamespace();
  expect(await vaults.start(namespace, vaults.emptyFolder())).toMatchObject({
    code: 0,
    stanza: STANZA,
    stderr: '',
  });
  expect(await vaults.start(namespace, vaults.emptyFolder())).toMatchObject({ code: 0, stanza: STANZA });
});

test('the first node with a new volume joins: it never initialises a second vault', async () => {
  const namespace = await vaults.newNamespace();
  expect(await vaults.start(namespace, vaults.emptyFolder())).toMatchObject({ stanza: STANZA });
  await vaults.newClaim(namespace);
  const second = await vaults.start(namespace, vaults.emptyFolder());
  expect(second).toMatchObject({ code: 0, stanza: '' });
  expect(second.stdout).toContain('it joins and never initialises');
});

test('the other nodes join without asking', async () => {
  const nowhere = { POD_NAME: 'openbao-1', KUBERNETES_SERVICE_PORT: '1' };
  expect(await vaults.start(await vaults.newNamespace(), vaults.emptyFolder(), nowhere)).toMatchObject({
    code: 0,
    stanza: '',
  });
});

test.each([
  ['the API server is away', { KUBERNETES_SERVICE_PORT: '1' }, 'ECONNREFUSED'],
  ['the claim is not there', { CLAIM: 'data-openbao-7' }, '403'],
  ['the record may not be read', { RECORD: 'another' }, ''],
])('when %s the node does not start', async (_, env, reason) => {
  const namespace = await vaults.newNamespace();
  if ('RECORD' in env) await vaults.start(namespace, vaults.emptyFolder(), env);
  const refused = await vaults.start(namespace, vaults.emptyFolder(), env);
  expect(refused).toMatchObject({ code: 1, stanza: undefined });
  expect(refused.stderr).toContain(reason);
});

describe('a real vault that is killed while it initialises itself', () => {
  let vault: VaultServer;

  afterEach(async () => {
    await vault.kill();
    vault.remove();
  });

  test('before it is initialised: what it left cannot start, is removed, and the next start succeeds', async () => {
    const namespace = await vaults.newNamespace();
    vault = await prepareVault(plane);
    const data = join(vault.folder, 'data');
    await vault.start();
    while (!vault.log().includes('entering follower state')) await sleep(20);
    await vault.kill();
    await vault.start();
    while (vault.isRunning()) await sleep(50);
    expect(vault.log()).toContain('cluster already has state');
    const cleared = await vaults.start(namespace, data);
    expect(cleared).toMatchObject({ code: 0, stanza: STANZA, stderr: '' });
    expect(readdirSync(data)).toEqual([]);
    await vault.start();
    await untilActive(vault);
    expect(await vaults.start(namespace, data)).toMatchObject({ code: 0, stanza: '' });
    expect(readdirSync(data)).toContain('vault.db');
  });

  test('initialised and without any way in: the node does not start and says how to begin anew', async () => {
    const namespace = await vaults.newNamespace();
    vault = await prepareVault(plane, {
      initialize: stanza([['sys/policies/acl/other', { policy: 'path "x" { capabilities = ["read"] }' }]]),
    });
    await vault.start();
    await untilActive(vault);
    await vault.kill();
    const refused = await vaults.start(namespace, join(vault.folder, 'data'));
    expect(refused).toMatchObject({ code: 1, stanza: undefined });
    expect(refused.stderr).toContain('remove the ConfigMap openbao-initialised and the claims of all nodes');
  });

  test('between its first and its last request: it refuses to open itself, and is not initialised again', async () => {
    const namespace = await vaults.newNamespace();
    vault = await prepareVault(plane, { slow: true });
    await vault.start();
    const audit = join(vault.folder, 'audit.log');
    const isHalfWay = () => {
      const seen = readdirSync(vault.folder).includes('audit.log') ? readFileSync(audit, 'utf8') : '';
      return seen.includes(`sys/policies/acl/${VAULT_RECONCILE}`);
    };
    while (!isHalfWay()) await sleep(5);
    await vault.kill();
    expect(await vaults.start(namespace, join(vault.folder, 'data'))).toMatchObject({ code: 0, stanza: '' });
    await vault.start();
    while (vault.isRunning()) await sleep(50);
    expect(vault.log()).toContain('self-initialization failed: refusing to unseal');
  });
});
