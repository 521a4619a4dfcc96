import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  policyText,
  reconcilePolicy,
  VAULT_BREAK_GLASS,
  VAULT_RECONCILE,
} from '../../reconcilers/vault/policies';
import type { VaultStateProps } from '../../reconcilers/vault/state';
import type { ControlPlane } from '../control-plane/control-plane';
import { createNamespace, startKubernetes } from './kubernetes';
import { type Run, start, stateFile } from './program';
import { vaultFixture } from './vault-fixture';
import {
  asPerson,
  logInAs,
  prepareVault,
  tokenFile,
  untilActive,
  VAULT_NAMESPACE,
  type VaultServer,
} from './vault-server';

const SECRET = 'k9Q-secret-of-the-client-+/"4711';

const READ = { path: 'kv/data/any', capabilities: ['read' as const] };

let plane: ControlPlane;
let vault: VaultServer;
let secretFile: string;
let tokens: Readonly<Record<'reconcile' | 'breakGlass', string>>;
let first: Run;
let state: VaultStateProps;

const run = (wanted: VaultStateProps, env: Readonly<Record<string, string>> = {}) =>
  start('vault', {
    STATE_FILE: stateFile(wanted),
    VAULT_URL: vault.url,
    TOKEN_FILE: tokens.reconcile,
    NODE_EXTRA_CA_CERTS: vault.ca,
    APPLY: 'true',
    ...env,
  });

beforeAll(async () => {
  plane = await startKubernetes();
  await createNamespace(plane.client, VAULT_NAMESPACE);
  vault = await prepareVault(plane);
  tokens = {
    reconcile: await tokenFile(plane, vault, VAULT_RECONCILE),
    breakGlass: await tokenFile(plane, vault, VAULT_BREAK_GLASS),
  };
  secretFile = join(vault.folder, 'client-secret');
  state = vaultFixture(secretFile, vault.ca);
  const early = run(state);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await vault.start();
  await untilActive(vault);
  first = await early.ended;
}, 300_000);

afterAll(async () => {
  await vault?.kill();
  vault?.remove();
  await plane?.stop();
});

const breakGlass = () => logInAs(vault, VAULT_BREAK_GLASS, tokens.breakGlass);

/** Requests that wrote something, as the audit device saw them; logging in and out are none. */
function writes(since = 0): readonly string[] {
  return readFileSync(join(vault.folder, 'audit.log'), 'utf8')
    .split('\n')
    .slice(since)
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter(
      ({ type, request }) => type === 'request' && ['create', 'update', 'delete'].includes(request.operation),
    )
    .map(({ request }) => `${request.operation} ${request.path}`)
    .filter((line) => !/auth\/kubernetes\/login|revoke-self/.test(line));
}

const auditLines = () => readFileSync(join(vault.folder, 'audit.log'), 'utf8').split('\n').length - 1;

test('it waits for a vault that is not there yet, and then makes what the code says', () => {
  expect(first.stderr).toBe('');
  expect(first.code).toBe(0);
  expect(first.stdout).toMatch(/^not yet: .*ECONNREFUSED/);
  expect(first.stdout).toContain('create policy/team-a');
  expect(first.stdout).toMatch(/wait {3}oidc-config\/oidc: the file .*client-secret/);
});

test('a second run writes nothing', async () => {
  const before = auditLines();
  const second = await run(state).ended;
  expect(second).toMatchObject({ code: 0, stderr: '' });
  expect(second.stdout).toContain('plan: 0 to create, 0 to update, 0 to remove');
  expect(auditLines()).toBeGreaterThan(before);
  expect(writes(before)).toEqual([]);
});

test('what waited for a secret is written once it is there, and again only when it changes', async () => {
  writeFileSync(secretFile, SECRET);
  const written = await run(state).ended;
  expect(written).toMatchObject({ code: 0, stderr: '' });
  expect(written.stdout).toContain('create oidc-config/oidc');
  expect(written.stdout).toContain('oidc_client_secret: (secret)');
  const before = auditLines();
  expect((await run(state).ended).code).toBe(0);
  expect(writes(before)).toEqual([]);
  writeFileSync(secretFile, `${SECRET}-rotated\n`);
  const rotated = await run(state).ended;
  expect(rotated.stdout).toContain('oidc_client_secret: (secret) → (secret)');
  expect(writes(before)).toEqual(['update auth/oidc/config', 'update kv/data/vault-reconcile/owned']);
  for (const { stdout, stderr } of [written, rotated]) expect(stdout + stderr).not.toContain(SECRET);
});

test('a secret that is lost takes nothing with it', async () => {
  rmSync(secretFile);
  const before = auditLines();
  const lost = await run(state).ended;
  expect(lost.code).toBe(0);
  expect(lost.stdout).toContain('wait   oidc-config/oidc');
  expect(writes(before)).toEqual([]);
  writeFileSync(secretFile, `${SECRET}-rotated\n`);
});

test('what was changed by hand is undone, and what is not ours stays', async () => {
  const token = await breakGlass();
  const hand = async (path: string, body: object) =>
    expect((await asPerson(vault, token, 'POST', path, body)).status).toBeLessThan(300);
  await hand('sys/policies/acl/team-a', { policy: 'path "kv/*" { capabilities = ["read"] }' });
  await hand('sys/policies/acl/foreign', { policy: 'path "kv/foreign" { capabilities = ["read"] }' });
  await hand('auth/kubernetes/role/team-a', {
    bound_service_account_names: ['*'],
    bound_service_account_namespaces: ['*'],
    token_policies: ['team-a', 'foreign'],
  });
  const before = auditLines();
  const undone = await run(state).ended;
  expect(undone).toMatchObject({ code: 0, stderr: '' });
  expect(undone.stdout).toContain("token_policies: [ 'foreign', 'team-a' ] → [ 'team-a' ]");
  expect(writes(before)).toEqual(['update sys/policies/acl/team-a', 'update auth/kubernetes/role/team-a']);
  const role = await asPerson(vault, token, 'GET', 'auth/kubernetes/role/team-a');
  expect(role.body).toMatchObject({ data: { bound_service_account_names: ['external-secrets'] } });
  expect((await asPerson(vault, token, 'GET', 'sys/policies/acl/foreign')).status).toBe(200);
});

test('what left the code is removed, and nothing else', async () => {
  const { oidc: _, groups: __, ...less } = state;
  const before = auditLines();
  const removed = await run({ ...less, policies: less.policies.slice(0, 1) }).ended;
  expect(removed).toMatchObject({ code: 0, stderr: '' });
  expect(writes(before)).toEqual([
    'delete identity/group/name/platform-operators',
    'delete auth/oidc/role/people',
    'delete sys/auth/oidc',
    'delete sys/policies/acl/operators',
    'update kv/data/vault-reconcile/owned',
  ]);
  const token = await breakGlass();
  expect((await asPerson(vault, token, 'GET', 'sys/policies/acl/operators')).status).toBe(404);
  expect((await asPerson(vault, token, 'GET', 'sys/policies/acl/foreign')).status).toBe(200);
  expect((await run(state).ended).code).toBe(0);
});

test('a plan that is only shown writes nothing', async () => {
  const before = auditLines();
  const shown = await run(
    { ...state, policies: [...state.policies, { name: 'new', rules: [READ] }] },
    { APPLY: '' },
  ).ended;
  expect(shown.stdout).toContain('create policy/new');
  expect(writes(before)).toEqual([]);
});

test('a run that is killed half-way is completed by the next, which then removes what it made', async () => {
  const policies = Array.from({ length: 60 }, (_, index) => ({
    name: `many-${index}`,
    rules: [{ path: `kv/data/many-${index}`, capabilities: ['read' as const] }],
  }));
  const many = { ...state, policies: [...state.policies, ...policies] };
  const killed = run(many);
  while (!killed.output().includes('done   create policy/many-5'))
    await new Promise((done) => setImmediate(done));
  killed.kill();
  const { signal, stdout } = await killed.ended;
  expect(signal).toBe('SIGKILL');
  expect(stdout).not.toContain('done   create policy/many-59');
  // The code changes before it is completed: what the killed run made leaves again.
  const removed = await run(state).ended;
  expect(removed).toMatchObject({ code: 0, stderr: '' });
  expect(removed.stdout).toContain('done   remove policy/many-5');
  const listed = await asPerson(vault, await breakGlass(), 'LIST', 'sys/policies/acl');
  expect(JSON.stringify(listed.body)).not.toContain('many-');
  const completed = await run(many).ended;
  expect(completed.code).toBe(0);
  expect((await run(state).ended).code).toBe(0);
});

test('its rights reach no further than its work', async () => {
  const token = await logInAs(vault, VAULT_RECONCILE, tokens.reconcile);
  const refused: readonly (readonly ['GET' | 'POST' | 'DELETE', string, object?])[] = [
    ['GET', 'sys/policies/acl/vault-break-glass'],
    ['POST', 'sys/policies/acl/vault-break-glass', { policy: '' }],
    ['DELETE', 'sys/policies/acl/vault-break-glass'],
    ['POST', 'sys/policies/acl/vault-reconcile', { policy: 'path "*" { capabilities = ["sudo"] }' }],
    ['POST', 'sys/policy/vault-break-glass', { policy: '' }],
    ['POST', 'auth/kubernetes/role/vault-break-glass', { token_policies: ['team-a'] }],
    ['DELETE', 'auth/kubernetes/role/vault-reconcile'],
    ['POST', 'auth/kubernetes/config', { kubernetes_host: 'https://192.0.2.1' }],
    ['DELETE', 'sys/auth/kubernetes'],
    ['DELETE', 'sys/mounts/kv'],
    ['GET', 'kv/data/team-a/db'],
    ['POST', 'kv/data/team-a/db', { data: { a: 'b' } }],
    ['GET', 'sys/policies/acl?list=true'],
    ['GET', 'sys/storage/raft/snapshot'],
    ['POST', 'sys/rotate/recovery/init', { secret_shares: 1, secret_threshold: 1 }],
    ['POST', 'auth/token/create', {}],
  ];
  for (const [method, path, body] of refused) {
    const { status } = await asPerson(vault, token, method, path, body);
    expect(`${method} ${path} ${status}`).toBe(`${method} ${path} 403`);
  }
});

test('a state that touches the break-glass role or gives its policy away is refused before anything is sent', async () => {
  const before = auditLines();
  const refused = await run({
    ...state,
    policies: [
      { name: 'vault-break-glass', rules: [READ] },
      { name: 'wide', rules: [{ path: 'sys/policies/*', capabilities: ['update'] }] },
    ],
    kubernetesRoles: [
      { name: 'vault-reconcile', serviceAccounts: ['x'], namespaces: ['x'], policies: ['vault-break-glass'] },
    ],
  }).ended;
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("must not be 'vault-break-glass'");
  expect(refused.stderr).toContain("must not be 'vault-reconcile'");
  expect(refused.stderr).toContain(
    "must not reach 'sys/policies/acl/vault-reconcile' with the right to write",
  );
  expect(auditLines()).toBe(before);
});

test('a ruined policy of the reconciler is repaired by break-glass', async () => {
  const token = await breakGlass();
  const path = `sys/policies/acl/${VAULT_RECONCILE}`;
  await asPerson(vault, token, 'POST', path, { policy: 'path "nowhere" { capabilities = ["deny"] }' });
  const ruined = await run(state, { DEADLINE_SECONDS: '0' }).ended;
  expect(ruined.code).toBe(1);
  expect(ruined.stderr).toContain('permission denied');
  await asPerson(vault, token, 'POST', path, { policy: policyText(reconcilePolicy()) });
  expect(await run(state).ended).toMatchObject({ code: 0, stderr: '' });
});

test('break-glass makes recovery keys, and reads no secret', async () => {
  const token = await breakGlass();
  const keys = await asPerson(vault, token, 'POST', 'sys/rotate/recovery/init', {
    secret_shares: 3,
    secret_threshold: 2,
  });

  expect(keys).toMatchObject({
    status: 200,
    body: {
      data: {
        complete: true,
        n: 3,
        t: 2,
        keys: [expect.any(String), expect.any(String), expect.any(String)],
      },
    },
  });
  expect((await asPerson(vault, token, 'GET', 'kv/data/team-a/db')).status).toBe(403);
});

test('two runs at once end well, and nothing is left to do', async () => {
  const more = { ...state, policies: [...state.policies, { name: 'twice', rules: [READ] }] };
  const ends = await Promise.all([run(more).ended, run(more).ended]);
  expect(ends.map(({ code, stderr }) => [code, stderr])).toEqual([
    [0, ''],
    [0, ''],
  ]);
  const before = auditLines();
  expect((await run(more).ended).code).toBe(0);
  expect(writes(before)).toEqual([]);
});
