import { text } from '../../../checks/readers/read';
import {
  BOOTSTRAP_CLIENT,
  BOOTSTRAP_SECRET,
  HTTP_PORT,
  KEYCLOAK,
  SECRET_KEY,
} from '../../../constructs/keycloak/props';
import type { Cluster } from '../../cluster/cluster';
import { environment, namespaces, secretValue } from '../ground';
import { throughPort } from './forward';
import type { Ask } from './gateway';
import { call, type Reply } from './http';

/** Host at which people sign in. */
export const PUBLIC_HOST = environment.keycloak?.hostname ?? '';

/** Host at which the realm is administered. */
export const ADMIN_HOST = environment.keycloak?.adminHostname ?? '';

/** A person of a realm. */
export interface Person {
  readonly name: string;
  readonly password: string;
}

/** Asks Keycloak's API as its first administrator. */
export interface Administrator {
  /** Sends a request below `/admin/realms` and returns what came back, parsed. @throws Error where it is refused */
  readonly send: (method: string, path: string, body?: object) => Promise<unknown>;
}

/** Asks a server at its own port, past the gateway: no route leads to the realm of the first administrator. */
export function behindGateway(cluster: Cluster): Ask {
  const place = [namespaces.keycloak, `${KEYCLOAK}-0`, HTTP_PORT] as const;
  return (question) => throughPort(cluster, place, (to) => call({ ...question, to }));
}

/** Logs in with the client that Keycloak was started with. */
export async function administrator(cluster: Cluster): Promise<Administrator> {
  const ask = behindGateway(cluster);
  const secret = await secretValue(cluster, namespaces.keycloak, BOOTSTRAP_SECRET, SECRET_KEY);
  const token = async () => {
    const reply = await tokenOfClient(ask, ADMIN_HOST, 'master', { id: BOOTSTRAP_CLIENT, secret });
    return text(bodyOf(reply), 'access_token') ?? fail('the first administrator must be let in', reply);
  };
  return {
    send: async (method, path, body) => {
      const reply = await ask({
        ...{ host: ADMIN_HOST, path: `/admin/realms${path}`, method },
        headers: { authorization: `Bearer ${await token()}` },
        ...(body !== undefined && { body }),
      });
      if (reply.status >= 300) fail(`${method} ${path} must be done`, reply);
      return bodyOf(reply);
    },
  };
}

/** What a client gets for its own secret. */
export function tokenOfClient(
  ask: Ask,
  host: string,
  realm: string,
  { id, secret }: { readonly id: string; readonly secret: string },
): Promise<Reply> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
  });
  return ask({ host, path: `/realms/${realm}/protocol/openid-connect/token`, method: 'POST', body });
}

/** Makes a person, in these groups, who need do nothing but enter the password. */
export async function makePerson(
  { send }: Administrator,
  realm: string,
  { name, password }: Person,
  groups: readonly string[],
): Promise<void> {
  await send('POST', `/${realm}/users`, {
    username: name,
    enabled: true,
    firstName: name,
    lastName: 'Test',
    email: `${name}@bench.example`,
    emailVerified: true,
    requiredActions: [],
    groups: groups.map((group) => `/${group}`),
    credentials: [{ type: 'password', value: password, temporary: false }],
  });
}

/** Removes a person, if there is one of that name. */
export async function removePerson({ send }: Administrator, realm: string, name: string): Promise<void> {
  const found = await send('GET', `/${realm}/users?exact=true&username=${name}`);
  for (const person of Array.isArray(found) ? found : [])
    await send('DELETE', `/${realm}/users/${text(person, 'id')}`);
}

/**
 * Signs a person in as a browser does that begins at this URL: the form, its cookies, and where it leads in the end.
 *
 * @param start URL of Keycloak to which an application sends the browser
 * @returns the URL of the application to which Keycloak sends it back. @throws Error where it does not
 */
export async function signIn(ask: Ask, start: string, { name, password }: Person): Promise<URL> {
  const form = await ask(questionOf(start));
  const action = /action="([^"]+)"/.exec(form.body)?.[1]?.replaceAll('&amp;', '&');
  if (form.status !== 200 || action === undefined) return fail('Keycloak must show its form', form);
  const answer = await ask({
    ...questionOf(action),
    method: 'POST',
    headers: { cookie: cookiesOf(form) },
    body: new URLSearchParams({ username: name, password, credentialId: '' }),
  });
  const { location } = answer.headers;
  if (answer.status !== 302 || location === undefined) return fail(`${name} must be signed in`, answer);
  return new URL(location);
}

function questionOf(url: string): { readonly host: string; readonly path: string } {
  const { hostname, pathname, search } = new URL(url);
  return { host: hostname, path: `${pathname}${search}` };
}

/** Cookies that a reply sets, as the next request brings them. */
export function cookiesOf({ headers }: Reply): string {
  return (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ');
}

/** What came back, parsed; undefined where nothing did. */
export function bodyOf({ body }: Reply): unknown {
  return body === '' ? undefined : JSON.parse(body);
}

function fail(what: string, { status, body }: Reply): never {
  const said = body.replaceAll(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>|\s+/g, ' ');
  throw new Error(`${what}, got ${status}: ${said.slice(0, 400)}`);
}
