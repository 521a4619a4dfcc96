import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { list, text } from '../../checks/readers/read';
import { VAULT_AUDIENCE } from '../../constructs/vault/props';
import { objectIn, textIn } from '../../reconcilers/engine/read';
import {
  breakGlassPolicy,
  policyText,
  reconcilePolicy,
  VAULT_BREAK_GLASS,
  VAULT_RECONCILE,
} from '../../reconcilers/vault/policies';
import { issue, makeAuthority } from '../cluster/session/authority';
import type { ControlPlane } from '../control-plane/control-plane';
import { freePort } from '../control-plane/free-port';
import { openbao } from './downloads';
import { type Answer, ask } from './https';
import { tokenOf } from './kubernetes';
import { type Server, startServer, until } from './server';

/** Namespace of the ServiceAccounts that log in. */
export const VAULT_NAMESPACE = 'test-vault';

/** A vault on loopback, with TLS, that initialised itself as ours do. */
export interface VaultServer extends Server {
  isRunning(): boolean;
  readonly url: string;
  /** File of the authority that signed its certificate. */
  readonly ca: string;
  readonly folder: string;
  /** Starts it with the data that it has. */
  start(): Promise<void>;
  remove(): void;
}

/** What differs from one vault to another. */
export interface VaultOptions {
  /** @default the stanza of {@link initialize} */
  readonly initialize?: string;
  /** Whether it has so many requests after ours that it can be killed among them. @default false */
  readonly slow?: boolean;
}

/** A vault's files; nothing runs yet. */
export async function prepareVault(plane: ControlPlane, options: VaultOptions = {}): Promise<VaultServer> {
  const folder = mkdtempSync(join(tmpdir(), 'data-frost-vault-'));
  mkdirSync(join(folder, 'data'));
  const authority = await makeAuthority(folder, 'ca');
  await issue(authority, folder, 'server', {
    subject: '/CN=openbao',
    names: ['IP:127.0.0.1', 'DNS:localhost'],
  });
  writeFileSync(join(folder, 'seal.key'), Buffer.alloc(32, 7), { mode: 0o600 });
  const port = await freePort();
  const url = `https://127.0.0.1:${port}`;
  writeFileSync(join(folder, 'server.hcl'), configuration(folder, port, await freePort()));
  writeFileSync(
    join(folder, 'initialize.json'),
    options.initialize ?? initialize(plane, options.slow === true ? 400 : 0),
  );
  const logFile = join(folder, 'log');
  let running: ReturnType<typeof startServer> | undefined;
  const log = () => readFileSync(logFile, 'utf8');
  return {
    url,
    ca: join(folder, 'ca.crt'),
    folder,
    log,
    isRunning: () => running?.isRunning() ?? false,
    start: async () => {
      const program = await openbao();
      const args = ['server', `-config=${folder}/server.hcl`, `-config=${folder}/initialize.json`];
      running = startServer({ program, args, folder, env: { HOME: folder }, logFile });
    },
    kill: async () => running?.kill(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Waits until a vault is unsealed and active. */
export function untilActive(vault: VaultServer): Promise<void> {
  const health = async () => (await asPerson(vault, '', 'GET', 'sys/health')).status === 200;
  return until('active', health, { ...vault, seconds: 60 });
}

/** A request of a person to the vault. */
export function asPerson(
  { url, ca }: Pick<VaultServer, 'url' | 'ca'>,
  token: string,
  method: 'GET' | 'POST' | 'DELETE' | 'LIST',
  path: string,
  body?: object,
): Promise<Answer> {
  return ask({ method, url: `${url}/v1/${path}`, ca, headers: { 'x-vault-token': token }, body });
}

/** Logs in with a ServiceAccount's token and gets the vault's, or why not. */
export async function logInAs(vault: VaultServer, role: string, jwtFile: string): Promise<string> {
  const jwt = readFileSync(jwtFile, 'utf8');
  const answer = await asPerson(vault, '', 'POST', 'auth/kubernetes/login', { role, jwt });
  const token = textIn(objectIn(answer.body, 'auth'), 'client_token');
  if (token === '')
    throw new Error(`${role} must log in, got ${answer.status} ${JSON.stringify(answer.body)}`);
  return token;
}

function configuration(folder: string, port: number, clusterPort: number): string {
  return `
listener "tcp" {
  address = "127.0.0.1:${port}"
  cluster_address = "127.0.0.1:${clusterPort}"
  tls_cert_file = "${folder}/server.crt"
  tls_key_file = "${folder}/server.key"
}
storage "raft" {
  path = "${folder}/data"
  node_id = "openbao-0"
}
seal "static" {
  current_key_id = "one"
  current_key = "file://${folder}/seal.key"
}
audit "file" "to-file" {
  options {
    file_path = "${folder}/audit.log"
  }
}
api_addr = "https://127.0.0.1:${port}"
cluster_addr = "https://127.0.0.1:${clusterPort}"
ui = false
`;
}

/** A stanza that makes what a vault of ours has from the start. */
function initialize(plane: ControlPlane, more: number): string {
  const kubeconfig: unknown = JSON.parse(readFileSync(plane.kubeconfig, 'utf8'));
  const data = text(list(kubeconfig, 'clusters')[0], 'cluster.certificate-authority-data') ?? '';
  const ca = Buffer.from(data, 'base64');
  return stanza([
    ['sys/auth/kubernetes', { type: 'kubernetes' }],
    [
      'auth/kubernetes/config',
      {
        kubernetes_host: plane.url,
        kubernetes_ca_cert: ca.toString(),
        token_reviewer_jwt: text(list(kubeconfig, 'users')[0], 'user.token'),
        disable_local_ca_jwt: true,
      },
    ],
    [`sys/policies/acl/${VAULT_RECONCILE}`, { policy: policyText(reconcilePolicy()) }],
    [`sys/policies/acl/${VAULT_BREAK_GLASS}`, { policy: policyText(breakGlassPolicy()) }],
    ...[VAULT_RECONCILE, VAULT_BREAK_GLASS].map(
      (name): Request => [
        `auth/kubernetes/role/${name}`,
        {
          bound_service_account_names: [name],
          bound_service_account_namespaces: [VAULT_NAMESPACE],
          audience: VAULT_AUDIENCE,
          token_policies: [name],
          token_ttl: '1h',
          token_no_default_policy: true,
        },
      ],
    ),
    ...Array.from(
      { length: more },
      (_, index): Request => [
        `sys/policies/acl/more-${index}`,
        { policy: 'path "nowhere" { capabilities = ["read"] }' },
      ],
    ),
  ]);
}

type Request = readonly [path: string, data: object];

/** Requests as self-initialisation takes them. */
export function stanza(requests: readonly Request[]): string {
  const request = requests.map(([path, data], index) => ({
    [`r${index}`]: { operation: 'update', path, data },
  }));
  return JSON.stringify({ initialize: [{ all: { request } }] });
}

/** Writes a ServiceAccount's token for the vault to a file. */
export async function tokenFile(plane: ControlPlane, vault: VaultServer, name: string): Promise<string> {
  const file = join(vault.folder, `${name}.token`);
  writeFileSync(file, await tokenOf(plane.client, VAULT_NAMESPACE, name, VAULT_AUDIENCE), { mode: 0o600 });
  return file;
}
