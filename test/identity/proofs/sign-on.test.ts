import { text } from '../../../checks/readers/read';
import { OPERATOR_ACCOUNT, signInReturnsOf } from '../../../constructs/vault/props';
import { privatePort } from '../../../environments/entry';

import { VAULT_MOUNTS } from '../../../reconcilers/vault/policies';
import { connectAs } from '../../cluster/network/machine';
import { addAddress } from '../../cluster/network/node-network';
import { measured, secondsSince } from '../../cluster/report/measurements';
import { reconcilerIn } from '../access/changes';
import { ADMINISTRATOR, type Ask, privateGateway, publicGateway, STRANGER } from '../access/gateway';
import { runNow } from '../access/jobs';
import {
  ADMIN_HOST,
  type Administrator,
  administrator,
  behindGateway,
  bodyOf,
  makePerson,
  type Person,
  PUBLIC_HOST,
  removePerson,
  signIn,
  tokenOfClient,
} from '../access/keycloak';
import { makeProgram, removeProgram, removeRealm } from '../access/programs';
import { policiesOf } from '../access/vault';
import { clusterUnderTest, environment, literal, namespaces } from '../ground';

const cluster = clusterUnderTest();
const realm = environment.keycloak?.realm.name ?? '';
const vaultHost = environment.vault?.hostname ?? '';
const [redirect = ''] = signInReturnsOf(environment.vault?.consoleUrl ?? '');
const operators = environment.vault?.access.find(({ role }) => role === 'operator')?.group ?? '';
const viewers = environment.vault?.access.find(({ role }) => role === 'viewer')?.group ?? '';
const other = 'another-realm';

const ada: Person = { name: 'ada', password: 'correct horse battery staple 7' };
const bob: Person = { name: 'bob', password: 'correct donkey battery staple 8' };
const eve: Person = { name: 'eve', password: 'correct mule battery staple 9' };

let outside: Ask;
let inside: Ask;
let keycloak: Administrator;

beforeAll(async () => {
  outside = await publicGateway(cluster);
  inside = await privateGateway(cluster);
  keycloak = await administrator(cluster);
  // The vault is told of its client as soon as that has a secret: by the next run of its reconciler.
  await runNow(cluster, namespaces.vault, await reconcilerIn(cluster, namespaces.vault));
  await removePeople();
  await makePerson(keycloak, realm, ada, [operators]);
  await makePerson(keycloak, realm, bob, [viewers]);
  await makePerson(keycloak, realm, eve, []);
});

afterAll(removePeople);

describe('a person signs in at Keycloak and reaches the vault', () => {
  test.each([
    ['an operator', ada, OPERATOR_ACCOUNT],
    ['a viewer', bob, 'viewer'],
  ])('%s with exactly the policies of the group', async (_, person, policy) => {
    const start = Date.now();
    const { status, body } = await vaultLogin(person);
    expect(status).toBe(200);
    measured('from the vault to Keycloak and back', secondsSince(start));
    const token = text(body, 'auth.client_token') ?? '';
    expect(await policiesOf(cluster, token)).toEqual([policy]);
  });

  test('nobody without a group', async () => {
    const { status, body } = await vaultLogin(eve);
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('groups')]);
  });

  test('nobody with a wrong password', async () => {
    await expect(vaultLogin({ ...ada, password: 'wrong' })).rejects.toThrow('must be signed in, got 200');
  });

  test('nobody is sent back to an application that is not the vault', async () => {
    const url = (await startOf()).replace(
      encodeURIComponent(redirect),
      encodeURIComponent('https://evil.example/'),
    );
    await expect(signIn(outside, url, ada)).rejects.toThrow('must show its form, got 400');
  });
});

describe('a token is refused', () => {
  const userInfo = (token: string) =>
    outside({
      host: PUBLIC_HOST,
      path: `/realms/${realm}/protocol/openid-connect/userinfo`,
      headers: { authorization: `Bearer ${token}` },
    });

  test('of another realm', async () => {
    await keycloak.send('POST', '', { realm: other, enabled: true });
    await makeProgram(keycloak, other, 'stranger');
    const reply = await tokenOfClient(behindGateway(cluster), ADMIN_HOST, other, {
      id: 'stranger',
      secret: 'stranger',
    });
    expect(reply.status).toBe(200);
    const token = text(bodyOf(reply), 'access_token') ?? '';
    expect((await userInfo(token)).status).toBe(401);
  });

  test('that has expired', async () => {
    await makeProgram(keycloak, realm, 'short-lived', { lifespan: 1 });
    const reply = await tokenOfClient(outside, PUBLIC_HOST, realm, {
      id: 'short-lived',
      secret: 'short-lived',
    });
    expect(reply.status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect((await userInfo(text(bodyOf(reply), 'access_token') ?? '')).status).toBe(401);
  });
});

describe('administration is private', () => {
  test.each([
    '/admin/',
    `/admin/master/console/`,
    `/admin/realms/${realm}`,
    '/realms/master',
    '/metrics',
    '/health',
  ])('%s is not there from outside', async (path) => {
    expect((await outside({ host: PUBLIC_HOST, path })).status).toBe(404);
  });

  test.each([ADMIN_HOST, vaultHost])('%s does not answer at the public listener', async (host) => {
    expect((await outside({ host, path: '/' })).status).toBe(404);
  });

  test('administrators reach it at the private listener', async () => {
    expect((await inside({ host: ADMIN_HOST, path: `/admin/${realm}/console/` })).status).toBe(200);
    expect((await inside({ host: vaultHost, path: '/v1/sys/health' })).status).toBe(200);
  });

  test('nobody else reaches the private listener', async () => {
    const port = privatePort(literal);
    await addAddress(STRANGER);
    const [balancer] = literal.balancers;
    for (const { address } of cluster.plan.workers) {
      expect(await connectAs(ADMINISTRATOR, `${address}:${port}`)).toBe('open');
      for (const machine of [STRANGER, balancer?.address ?? ''])
        expect(await connectAs(machine, `${address}:${port}`)).toBe('silent');
    }
  });
});

/** URL of Keycloak to which the vault sends a browser. */
async function startOf(nonce = 'n'.repeat(20)): Promise<string> {
  const reply = await inside({
    host: vaultHost,
    path: `/v1/auth/${VAULT_MOUNTS.oidc}/oidc/auth_url`,
    method: 'POST',
    body: { redirect_uri: redirect, client_nonce: nonce },
  });
  return text(bodyOf(reply), 'data.auth_url') ?? '';
}

/** Begins at the vault, signs in at Keycloak, and comes back to the vault. */
async function vaultLogin(person: Person): Promise<{ readonly status: number; readonly body: unknown }> {
  const nonce = 'n'.repeat(20);
  const start = await startOf(nonce);
  expect(new URL(start).hostname).toBe(PUBLIC_HOST);
  const back = await signIn(outside, start, person);
  expect(back.href.startsWith(redirect)).toBe(true);
  const query = new URLSearchParams(back.search);
  query.set('client_nonce', nonce);
  const reply = await inside({
    host: vaultHost,
    path: `/v1/auth/${VAULT_MOUNTS.oidc}/oidc/callback?${query}`,
  });
  return { status: reply.status, body: bodyOf(reply) };
}

async function removePeople(): Promise<void> {
  for (const { name } of [ada, bob, eve]) await removePerson(keycloak, realm, name);
  await removeRealm(keycloak, other);
  await removeProgram(keycloak, realm, 'short-lived');
}
