import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { list, text } from '../../checks/readers/read';
import { type KeycloakStateProps, RECONCILER_CLIENT } from '../../reconcilers/keycloak/state';
import { keycloakFixture } from './keycloak-fixture';
import { administer, BOOTSTRAP, type KeycloakServer, prepareKeycloak, tokenFor } from './keycloak-server';
import { type Run, start, stateFile } from './program';

const SECRETS: Readonly<Record<string, string>> = {
  [RECONCILER_CLIENT]: 'secret-of-the-reconciler-1234567890',
  bootstrap: BOOTSTRAP.secret,
  vault: 'secret-of-the-vault-client-+/%"-1',
  models: 'secret-of-the-models-client-22222',
};

let server: KeycloakServer;
let first: Run;
const output: string[] = [];

const folder = () => join(server.folder, 'secrets');

function writeSecret(client: string, secret: string): void {
  mkdirSync(join(folder(), client), { recursive: true });
  writeFileSync(join(folder(), client, 'client-secret'), secret);
}

async function run(state: KeycloakStateProps, env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const ended = await begin(state, env).ended;
  output.push(ended.stdout, ended.stderr);
  return ended;
}

function begin(state: KeycloakStateProps, env: Readonly<Record<string, string>> = {}) {
  return start('keycloak', {
    STATE_FILE: stateFile(state),
    KEYCLOAK_URL: server.url,
    SECRETS_FOLDER: folder(),
    APPLY: 'true',
    ...env,
  });
}

const bootstrapToken = () => tokenFor(server, 'master', BOOTSTRAP.id, BOOTSTRAP.secret);

async function hand(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await administer(server, await bootstrapToken(), method, `/platform${path}`, body);
  expect(`${method} ${path} ${answer.status}`).toMatch(/ 20\d$/);
  return answer.body;
}

/** Everything that administrators changed in the realm, as Keycloak itself counts it. */
async function changes(): Promise<number> {
  return list(await hand('GET', '/admin-events?max=1000')).length;
}

async function clientOf(id: string): Promise<unknown> {
  return list(await hand('GET', `/clients?clientId=${id}`))[0];
}

beforeAll(async () => {
  server = await prepareKeycloak();
  for (const [client, secret] of Object.entries(SECRETS)) writeSecret(client, secret);
  const early = run(keycloakFixture);
  await sleep(1000);
  await server.start();
  await server.untilReady();
  first = await early;
}, 300_000);

afterAll(async () => {
  await server?.kill();
  server?.remove();
});

test('it waits for a server that is not there yet, makes its own client, and with that all the rest', () => {
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toMatch(/^not yet: .*ECONNREFUSED/);
  expect(first.stdout).toContain(`create reconciler/${RECONCILER_CLIENT}`);
  expect(first.stdout).toContain('done   create client/vault');
});

test('a second run writes nothing, and does not use the bootstrap client', async () => {
  rmSync(join(folder(), 'bootstrap'), { recursive: true });
  const before = await changes();
  const second = await run(keycloakFixture);
  expect(second).toMatchObject({ code: 0, stderr: '' });
  expect(second.stdout).toBe('plan: 0 to create, 0 to update, 0 to remove\n');
  expect(await changes()).toBe(before);
});

test('what it made is what the code says', async () => {
  expect(await hand('GET', '')).toMatchObject({
    displayName: 'Platform',
    accessTokenLifespan: 240,
    bruteForceProtected: true,
    failureFactor: 5,
    passwordPolicy: expect.stringContaining('length(14)'),
    otpPolicyDigits: 8,
    eventsExpiration: 86_400,
    attributes: { adminEventsExpiration: '86400' },
    smtpServer: { host: 'smtp.example.test', starttls: 'true', password: `\${vault.smtp-password}` },
  });
  expect(await clientOf('vault')).toMatchObject({
    secret: SECRETS['vault'],
    standardFlowEnabled: true,
    directAccessGrantsEnabled: false,
    fullScopeAllowed: false,
    attributes: { 'pkce.code.challenge.method': 'S256', 'access.token.lifespan': '120' },
    protocolMappers: [expect.objectContaining({ name: 'audience-vault' })],
  });
  expect(await clientOf('command-line')).toMatchObject({ publicClient: true });
  const actions = list(await hand('GET', '/authentication/required-actions'));
  expect(actions).toContainEqual(expect.objectContaining({ alias: 'CONFIGURE_TOTP', defaultAction: true }));
  const [operators] = list(await hand('GET', '/groups?search=platform-operators&briefRepresentation=false'));
  expect(operators).toMatchObject({
    realmRoles: ['operator'],
    clientRoles: { 'realm-management': expect.arrayContaining(['manage-users', 'view-users']) },
  });
  expect(await tokenFor(server, 'platform', 'models', SECRETS['models'] ?? '')).not.toBe('');
});

test('what was changed by hand is undone, and what is not ours stays', async () => {
  await hand('PUT', '', { displayName: 'Changed', accessTokenLifespan: 99_999 });
  await hand('PUT', '/roles/operator', { name: 'operator', description: 'Changed' });
  await hand('POST', '/roles', { name: 'foreign' });
  await hand('POST', '/groups', { name: 'foreign' });
  await hand('POST', '/clients', { clientId: 'foreign', secret: 'foreign-secret' });
  const vault = await clientOf('vault');
  const id = text(vault, 'id');
  const changed = { redirectUris: ['https://evil.example.test/*'], directAccessGrantsEnabled: true };
  await hand('PUT', `/clients/${id}`, { ...Object(vault), ...changed, secret: 'changed-by-hand' });
  const added = { protocol: 'openid-connect', protocolMapper: 'oidc-audience-mapper' };
  const config = { 'included.custom.audience': 'somebody', 'access.token.claim': 'true' };
  await hand('POST', `/clients/${id}/protocol-mappers/models`, { name: 'added', ...added, config });
  const scopes = list(await hand('GET', '/client-scopes'));
  const phone = text(
    scopes.find((one) => text(one, 'name') === 'phone'),
    'id',
  );
  await hand('PUT', `/clients/${id}/default-client-scopes/${phone}`);
  const [operators] = list(await hand('GET', '/groups?search=platform-operators'));
  const foreign = await hand('GET', '/roles/foreign');
  await hand('POST', `/groups/${text(operators, 'id')}/role-mappings/realm`, [foreign]);

  const undone = await run(keycloakFixture);
  expect(undone).toMatchObject({ code: 0, stderr: '' });
  expect(undone.stdout).toContain("displayName: 'Changed' → 'Platform'");
  expect(undone.stdout).toContain('secret: (secret) → (secret)');
  expect(undone.stdout).not.toContain('changed-by-hand');
  expect(undone.stdout).toContain('plan: 0 to create, 4 to update, 0 to remove');
  const after = await clientOf('vault');
  expect(after).toMatchObject({ secret: SECRETS['vault'], directAccessGrantsEnabled: false });
  expect(JSON.stringify(after)).not.toMatch(/evil|added|phone/);
  for (const path of ['/roles/foreign', '/roles/operator']) await hand('GET', path);
  expect(await clientOf('foreign')).toMatchObject({ secret: 'foreign-secret' });
  expect(list(await hand('GET', '/groups?search=foreign'))).toHaveLength(1);
  const before = await changes();
  expect((await run(keycloakFixture)).code).toBe(0);
  expect(await changes()).toBe(before);
});

test('what left the code is removed, and nothing else', async () => {
  const { clients, clientScopes: _, groups, roles: __, smtp: ___, ...rest } = keycloakFixture;
  const less: KeycloakStateProps = {
    ...rest,
    login: {},
    groups: groups.slice(1),
    clients: clients.slice(1),
  };
  const removed = await run(less);
  expect(removed).toMatchObject({ code: 0, stderr: '' });
  expect(removed.stdout.match(/^remove .*/gm)).toEqual([
    'remove client/vault',
    'remove group/platform-operators',
    'remove client-scope/groups',
    'remove role/operator',
  ]);
  expect(await clientOf('vault')).toBeUndefined();
  expect(await clientOf('foreign')).toBeDefined();
  expect(await clientOf('account')).toBeDefined();
  expect(await hand('GET', '')).toMatchObject({ smtpServer: {} });
  const before = await changes();
  expect((await run(less)).code).toBe(0);
  expect(await changes()).toBe(before);
  expect((await run(keycloakFixture)).code).toBe(0);
});

test('a run that is killed half-way is completed by the next; what it made leaves with its code', async () => {
  const clients = Array.from({ length: 40 }, (_, index) => ({
    id: `many-${index}`,
    access: 'public' as const,
    redirectUris: [`http://localhost:${8001 + index}/callback`],
  }));
  const many = { ...keycloakFixture, clients: [...keycloakFixture.clients, ...clients] };
  const killed = begin(many);
  while (!killed.output().includes('done   create client/many-5')) await sleep(1);
  killed.kill();
  const { signal, stdout } = await killed.ended;
  expect(signal).toBe('SIGKILL');
  expect(stdout).not.toContain('done   create client/many-39');
  const removed = await run(keycloakFixture);
  expect(removed).toMatchObject({ code: 0, stderr: '' });
  expect(removed.stdout).toContain('done   remove client/many-5');
  expect(await clientOf('many-5')).toBeUndefined();
  const again = begin(many);
  while (!again.output().includes('done   create client/many-5')) await sleep(1);
  again.kill();
  await again.ended;
  const completed = await run(many);
  expect(completed).toMatchObject({ code: 0, stderr: '' });
  expect(await clientOf('many-39')).toBeDefined();
  expect((await run(keycloakFixture)).code).toBe(0);
});

test('its rights end at its realm', async () => {
  const token = await tokenFor(server, 'platform', RECONCILER_CLIENT, SECRETS[RECONCILER_CLIENT] ?? '');
  expect(token).not.toBe('');
  const refused: readonly (readonly [string, string, unknown?])[] = [
    ['GET', '/master'],
    ['PUT', '/master', { displayName: 'Changed' }],
    ['POST', '', { realm: 'another' }],
    ['POST', '/master/users', { username: 'intruder' }],
    ['GET', '/platform/identity-provider/instances'],
    ['GET', '/platform/events'],
  ];
  for (const [method, path, body] of refused) {
    const { status } = await administer(server, token, method, path, body);
    expect(`${method} ${path} ${status}`).toMatch(/ 40[134]$/);
  }
  const own = text(await clientOf(RECONCILER_CLIENT), 'id');
  const account = text(await hand('GET', `/clients/${own}/service-account-user`), 'id');
  const management = text(await clientOf('realm-management'), 'id');
  const admin = await hand('GET', `/clients/${management}/roles/realm-admin`);
  const path = `/platform/users/${account}/role-mappings/clients/${management}`;
  expect((await administer(server, token, 'POST', path, [admin])).status).toBe(403);
});

test('a secret of its own that changed is written by the bootstrap client, where the run has it', async () => {
  writeSecret(RECONCILER_CLIENT, 'rotated-secret-of-the-reconciler-99');
  const without = await run(keycloakFixture, { DEADLINE_SECONDS: '0' });
  expect(without.code).toBe(1);
  expect(without.stderr).toContain('is not let in to the realm platform, and the file');
  writeSecret('bootstrap', 'rotated-and-so-not-the-one-that-keycloak-knows');
  const wrong = await run(keycloakFixture, { DEADLINE_SECONDS: '0' });
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain('a rotated bootstrap secret does not change the client');
  writeSecret('bootstrap', BOOTSTRAP.secret);
  const rotated = await run(keycloakFixture);
  expect(rotated).toMatchObject({ code: 0, stderr: '' });
  expect(rotated.stdout).toContain(`update reconciler/${RECONCILER_CLIENT}`);
  rmSync(join(folder(), 'bootstrap'), { recursive: true });
  expect((await run(keycloakFixture)).code).toBe(0);
});

test('a secret that rotates reaches its client; one that is not there fails the run and breaks nothing', async () => {
  writeSecret('vault', 'rotated-secret-of-the-vault-7');
  expect((await run(keycloakFixture)).code).toBe(0);
  expect(await clientOf('vault')).toMatchObject({ secret: 'rotated-secret-of-the-vault-7' });
  rmSync(join(folder(), 'vault'), { recursive: true });
  const lost = await run(keycloakFixture, { DEADLINE_SECONDS: '0' });
  expect(lost.code).toBe(1);
  expect(lost.stderr).toMatch(/client vault waits for the file .*vault\/client-secret/);
  expect(await clientOf('vault')).toBeDefined();
});

test('all failures are told at once, and the rest is done', async () => {
  writeSecret('vault', SECRETS['vault'] ?? '');
  const unregistered = { alias: 'webauthn-register' as const, enabled: true };
  await hand('DELETE', '/authentication/required-actions/webauthn-register');
  const state: KeycloakStateProps = {
    ...keycloakFixture,
    requiredActions: [...keycloakFixture.requiredActions, unregistered],
    roles: [...keycloakFixture.roles, { name: 'reachable' }],
  };
  const failed = await run(state);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toBe(
    'create required-action/webauthn-register: update required action webauthn-register: it must be one that this Keycloak has\n',
  );
  await hand('GET', '/roles/reachable');
  const { stdout } = await run(keycloakFixture);
  expect(stdout).toContain('done   remove role/reachable');
});

test('no secret was ever printed', () => {
  const all = output.join('');
  expect(all.length).toBeGreaterThan(1000);
  const secrets = [...Object.values(SECRETS), 'rotated-secret', 'changed-by-hand', 'rotated-and-so-not'];
  for (const secret of secrets) expect(all).not.toContain(secret);
});
