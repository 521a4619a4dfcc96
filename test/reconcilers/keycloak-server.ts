import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textIn } from '../../reconcilers/engine/read';
import { freePort } from '../control-plane/free-port';
import { java, keycloak } from './downloads';
import { type Answer, ask } from './https';
import { type Server, startServer, until } from './server';

/** Client that the server makes when its database is empty. */
export const BOOTSTRAP = { id: 'bootstrap-admin', secret: 'bootstrap-secret-of-a-test-0815' } as const;

/** A Keycloak on loopback with a database of its own that is thrown away. */
export interface KeycloakServer extends Server {
  readonly url: string;
  readonly folder: string;
  start(): Promise<void>;
  untilReady(): Promise<void>;
  remove(): void;
}

/** A Keycloak's files; nothing runs yet. @param options of the server beside those that every test needs */
export async function prepareKeycloak(
  options: Readonly<Record<string, string>> = {},
): Promise<KeycloakServer> {
  const folder = mkdtempSync(join(tmpdir(), 'data-frost-keycloak-'));
  const home = join(folder, 'home');
  // It builds itself in place.
  cpSync(await keycloak(), home, { recursive: true });
  const port = await freePort();
  const management = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(folder, 'log');
  const log = () => readFileSync(logFile, 'utf8');
  let running: ReturnType<typeof startServer> | undefined;
  return {
    url,
    folder,
    log,
    start: async () => {
      const env = {
        JAVA_HOME: await java(),
        JAVA_OPTS_KC_HEAP: '-Xms128m -Xmx512m',
        KC_BOOTSTRAP_ADMIN_CLIENT_ID: BOOTSTRAP.id,
        KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: BOOTSTRAP.secret,
        KC_HTTP_HOST: '127.0.0.1',
        KC_HTTP_PORT: String(port),
        KC_HTTP_MANAGEMENT_PORT: String(management),
        KC_CACHE: 'local',
        ...options,
      };
      running = startServer({
        program: join(home, 'bin', 'kc.sh'),
        args: ['start-dev'],
        folder,
        env,
        logFile,
      });
    },
    untilReady: () =>
      until('Keycloak ready', async () => (await ask({ url: `${url}/realms/master` })).status === 200, {
        seconds: 200,
        log,
        isRunning: () => running?.isRunning() ?? false,
      }),
    kill: async () => running?.kill(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A token by client credentials; empty when they are refused. */
export async function tokenFor(
  { url }: KeycloakServer,
  realm: string,
  id: string,
  secret: string,
): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
  });
  const answer = await ask({
    method: 'POST',
    url: `${url}/realms/${realm}/protocol/openid-connect/token`,
    body: form.toString(),
  });
  return textIn(answer.body, 'access_token');
}

/** A request to the administration's API with a token. */
export function administer(
  { url }: KeycloakServer,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  return ask({
    method,
    url: `${url}/admin/realms${path}`,
    headers: { authorization: `Bearer ${token}` },
    body,
  });
}
