import { mapping, mappings, strings, text } from '../../../checks/readers/read';
import { API_PORT, OPERATOR_ACCOUNT, VAULT } from '../../../constructs/vault/props';
import { type Cluster, kubectl } from '../../cluster/cluster';
import { authorities, namespaces, tokenOf } from '../ground';
import { throughPort } from './forward';
import { type Call, call } from './http';

/** What a vault answered. */
export interface VaultAnswer {
  readonly status: number;
  /** Parsed JSON; undefined where there was none. */
  readonly body: unknown;
}

/** A request to one node. */
export interface VaultRequest {
  /** Path without `/v1/`. */
  readonly path: string;
  /** @default 'GET' */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'LIST';
  /** @default nobody's */
  readonly token?: string;
  /** @default none */
  readonly body?: object;
}

/** Asks a node of the vault at its own port, and looks whether its certificate is good for the node's name. */
export async function askNode(cluster: Cluster, node: string, request: VaultRequest): Promise<VaultAnswer> {
  const ca = await authorities(cluster);
  const host = `${node}.${VAULT}-internal.${namespaces.vault}.svc`;
  return throughPort(cluster, [namespaces.vault, node, API_PORT], (to) =>
    send({ to, host, ca, path: '' }, request),
  );
}

/** Asks the active node. */
export async function askVault(cluster: Cluster, request: VaultRequest): Promise<VaultAnswer> {
  return askNode(cluster, await activeNode(cluster), request);
}

async function send(target: Call, { path, method = 'GET', token, body }: VaultRequest): Promise<VaultAnswer> {
  const reply = await call({
    ...target,
    ...{ path: `/v1/${path}`, method },
    headers: token === undefined ? {} : { 'x-vault-token': token },
    ...(body !== undefined && { body }),
  });
  return { status: reply.status, body: reply.body === '' ? undefined : parsed(reply.body) };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** Names of the nodes' pods that say of themselves that they are active. */
export async function activeNodes(cluster: Cluster): Promise<readonly string[]> {
  const args = [
    'get',
    'pods',
    `--namespace=${namespaces.vault}`,
    '--selector=openbao-active=true',
    '--output=json',
  ];
  const { items } = JSON.parse(await kubectl(cluster, args));
  return mappings({ items }, 'items').map((pod) => text(pod, 'metadata.name') ?? '');
}

/** @throws Error where not exactly one is */
export async function activeNode(cluster: Cluster): Promise<string> {
  const [node, ...others] = await activeNodes(cluster);
  if (node === undefined || others.length > 0)
    throw new Error(`one node of the vault must be active, found ${[node, ...others].join(', ')}`);
  return node;
}

/** Logs in as a ServiceAccount and returns the answer; a good one holds a token. */
export async function loginAs(
  cluster: Cluster,
  namespace: string,
  account: string,
  role: string,
): Promise<VaultAnswer> {
  const jwt = await tokenOf(cluster, namespace, account);
  return askVault(cluster, { path: 'auth/kubernetes/login', method: 'POST', body: { role, jwt } });
}

/** A token of the vault for a ServiceAccount. @throws Error where it is refused */
export async function vaultToken(
  cluster: Cluster,
  namespace: string,
  account: string,
  role = account,
): Promise<string> {
  const { status, body } = await loginAs(cluster, namespace, account, role);
  const token = text(body, 'auth.client_token');
  if (token === undefined)
    throw new Error(`${namespace}/${account} must be let in as ${role}: ${status} ${JSON.stringify(body)}`);
  return token;
}

/** A token of the person who runs the vault before anybody can sign in. */
export function operatorToken(cluster: Cluster): Promise<string> {
  return vaultToken(cluster, namespaces.vault, OPERATOR_ACCOUNT);
}

/** What a token may do: names of its policies. */
export async function policiesOf(cluster: Cluster, token: string): Promise<readonly string[]> {
  const { body } = await askVault(cluster, { path: 'auth/token/lookup-self', token });
  const data = mapping(body, 'data');
  const own = ['policies', 'identity_policies'].flatMap((key) => names(data[key]));
  return [...new Set(own)].filter((name) => name !== 'default').sort();
}

/** Properties of a path of the key-value engine; undefined where they are not to be had. */
export async function secretAt(
  cluster: Cluster,
  token: string,
  path: string,
): Promise<{
  readonly status: number;
  readonly data: Readonly<Record<string, string>>;
  readonly version: string;
}> {
  const { status, body } = await askVault(cluster, { path: `kv/data/${path}`, token });
  const version = mapping(body, 'data.metadata')['version'];
  return { status, data: strings(body, 'data.data'), version: String(version) };
}

function names(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
