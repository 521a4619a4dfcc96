import { text } from '../../checks/readers/read';
import { runtimeOptionsOf } from '../../constructs/keycloak/options';
import { keycloakProps } from '../../constructs/keycloak/props';
import { resolve } from '../../values/parse';
import { minimal } from '../constructs/keycloak/fixtures';
import { ask } from './https';
import { type KeycloakServer, prepareKeycloak } from './keycloak-server';

const ADMIN_PORT = 30_444;
const settings = resolve(keycloakProps, { ...minimal, adminPort: ADMIN_PORT }, 'keycloak');
const publicUrl = `https://${settings.publicRoute.hostname}`;
const adminUrl = `https://${settings.adminRoute.hostname}:${ADMIN_PORT}`;

let server: KeycloakServer;

beforeAll(async () => {
  const all = runtimeOptionsOf(settings);
  const names = ['KC_HOSTNAME', 'KC_HOSTNAME_ADMIN', 'KC_PROXY_HEADERS'];
  server = await prepareKeycloak(Object.fromEntries(names.map((name) => [name, String(all[name])])));
  await server.start();
  await server.untilReady();
}, 600_000);

afterAll(async () => {
  await server.kill();
  server.remove();
});

/** What the gateway adds to a request of an administrator's browser. */
const forwarded = {
  host: `${settings.adminRoute.hostname}:${ADMIN_PORT}`,
  'x-forwarded-host': `${settings.adminRoute.hostname}:${ADMIN_PORT}`,
  'x-forwarded-port': String(ADMIN_PORT),
  'x-forwarded-proto': 'https',
};

/** The answer to the browser that the console sends to sign in. */
function signInFrom(console: string) {
  const query = new URLSearchParams({
    client_id: 'security-admin-console',
    redirect_uri: `${console}/admin/master/console/`,
    response_type: 'code',
    scope: 'openid',
    code_challenge: 'c'.repeat(43),
    code_challenge_method: 'S256',
  });
  return ask({ url: `${server.url}/realms/master/protocol/openid-connect/auth?${query}` });
}

test('the console knows both of its URLs, with the port of the private listener', async () => {
  const { status, body } = await ask({ url: `${server.url}/admin/master/console/`, headers: forwarded });
  expect(status).toBe(200);
  const page = typeof body === 'string' ? body : JSON.stringify(body);
  expect(page).toContain(`"serverBaseUrl": "${publicUrl}"`);
  expect(page).toContain(`"adminBaseUrl": "${adminUrl}"`);
});

test('people are let back to it there, and nowhere else', async () => {
  expect((await signInFrom(adminUrl)).status).toBe(200);
  for (const other of [`https://${settings.adminRoute.hostname}`, `${adminUrl}0`, 'https://evil.example'])
    expect((await signInFrom(other)).status).toBe(400);
});

test('tokens name the public issuer all the same', async () => {
  const url = `${server.url}/realms/master/.well-known/openid-configuration`;
  const { body } = await ask({ url, headers: forwarded });
  expect(text(body, 'issuer')).toBe(`${publicUrl}/realms/master`);
});
