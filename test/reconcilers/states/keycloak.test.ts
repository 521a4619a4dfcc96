import { bootstrapResources, resourcesOf } from '../../../reconcilers/keycloak/resources';
import { keycloakState } from '../../../reconcilers/keycloak/state';
import { deepFreeze } from '../../../values/object';
import { parse, resolve } from '../../../values/parse';
import { keycloakFixture } from '../keycloak-fixture';

const fixture = deepFreeze(keycloakFixture);
const [vault] = fixture.clients;

function faults(change: object): readonly string[] {
  const parsed = parse(keycloakState, { ...fixture, ...change }, 'state');
  return 'faults' in parsed ? parsed.faults.map(({ message }) => message) : [];
}

const client = (change: object) => ({ clients: [{ ...vault, ...change }] });

test('a state is whole with what it leaves out, and resolving it again changes nothing', () => {
  const state = resolve(keycloakState, { realm: 'platform', displayName: 'Platform' }, 'state');
  expect(state).toMatchObject({
    clients: [],
    bruteForce: { maxFailures: 10 },
    tokens: { accessTokenSeconds: 300 },
  });
  expect(resolve(keycloakState, JSON.parse(JSON.stringify(state)), 'state')).toEqual(state);
});

test.each<[string, object, RegExp]>([
  ["Keycloak's own realm", { realm: 'master' }, /must not be 'master'/],
  [
    "one of Keycloak's own clients",
    client({ id: 'account' }),
    /must not be 'account', which Keycloak or its reconciler makes/,
  ],
  [
    "the reconciler's own client",
    client({ id: 'data-frost-reconciler' }),
    /must not be 'data-frost-reconciler'/,
  ],
  [
    "one of Keycloak's own roles",
    { roles: [...fixture.roles, { name: 'default-roles-platform' }] },
    /must not be 'default-roles-platform'/,
  ],
  [
    "one of Keycloak's own scopes",
    { clientScopes: [...fixture.clientScopes, { name: 'email', mappers: [] }] },
    /must not be 'email'/,
  ],
  ['two clients of one id', { clients: [vault, vault] }, /must be used once, got 'vault' twice/],
  [
    'a role that nobody made',
    { groups: [{ name: 'a', roles: ['unknown'] }] },
    /must be one of operator, got 'unknown'/,
  ],
  [
    'a right that the reconciler has not',
    { groups: [{ name: 'a', managementRoles: ['realm-admin'] }] },
    /must be one of 'manage-clients'/,
  ],
  [
    'a scope that nobody made',
    client({ defaultScopes: ['unknown'] }),
    /must be one of acr, .*, got 'unknown'/,
  ],
  [
    'a redirect with a wildcard',
    client({ redirectUris: ['https://vault.example.test/*'] }),
    /must be a whole HTTPS URL without `\*`/,
  ],
  [
    'a redirect without TLS',
    client({ redirectUris: ['http://vault.example.test/a'] }),
    /must be a whole HTTPS URL/,
  ],
  [
    'a sign-in that leads nowhere',
    client({ redirectUris: [] }),
    /must name where people return to, got 0 with signIn true/,
  ],
  [
    'a way back where nobody signs in',
    client({ signIn: false }),
    /must be empty where nobody signs in, got 2/,
  ],
  [
    'a public client with a secret',
    client({ access: 'public', secretFile: '/secrets/a' }),
    /must not be set for a public client/,
  ],
  [
    'a public client that is a service',
    client({ access: 'public', serviceAccount: true }),
    /must not be set for a public client/,
  ],
  ['mail without a server', { smtp: undefined }, /must not be true without `smtp`/],
  [
    'a short password',
    { passwordPolicy: { minLength: 4 } },
    /must be a whole number of characters from 8 to 128/,
  ],
])('%s is refused', (_, change, message) => {
  const found = faults(change);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(message);
});

test('only confidential clients have a secret, each from its own file; without it the client waits', () => {
  const state = resolve(keycloakState, fixture, 'state');
  const clients = resourcesOf(state, '/secrets', (file) =>
    file.includes('models') ? undefined : file,
  ).filter(({ kind }) => kind === 'client');
  expect(clients.map(({ name, secrets, waitsFor }) => ({ name, secrets, waitsFor }))).toEqual([
    { name: 'vault', secrets: { secret: '/secrets/vault/client-secret' }, waitsFor: undefined },
    { name: 'models', secrets: undefined, waitsFor: 'the file /secrets/models/client-secret' },
    { name: 'command-line', secrets: undefined, waitsFor: undefined },
  ]);
});

test('the bootstrap client makes the realm and one client, which has no right outside it', () => {
  const state = resolve(keycloakState, fixture, 'state');
  const made = bootstrapResources(state, 'own secret');
  expect(made.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
    'realm/platform',
    'reconciler/data-frost-reconciler',
  ]);
  expect(made[1]?.fields).toMatchObject({
    publicClient: false,
    serviceAccountsEnabled: true,
    standardFlowEnabled: false,
    rights: expect.not.arrayContaining(['realm-admin', 'impersonation', 'create-client']),
  });
});

test('the password of the mail server is a name in the file vault, never a value', () => {
  const [realm] = resourcesOf(resolve(keycloakState, fixture, 'state'), '/secrets', () => undefined);
  expect(realm?.fields['smtpServer']).toMatchObject({ password: `\${vault.smtp-password}`, auth: 'true' });
});
