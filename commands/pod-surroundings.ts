import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Answer, Kubectl } from '../bootstrap/kubectl';
import { type PortForward, portForward } from '../bootstrap/port-forward';
import { isObject } from '../values/object';
import type { Mount, RenderedReconciler } from './rendered-reconcilers';

/** What a person has already; the rest is had by kubectl. */
export interface Given {
  /** Where the server answers. */
  readonly url?: string | undefined;
  /** File with a token of the vault itself. */
  readonly vaultTokenFile?: string | undefined;
  /** File with a token of the ServiceAccount. */
  readonly serviceAccountTokenFile?: string | undefined;
  /** Folder with a folder of secrets for each client. */
  readonly secrets?: string | undefined;
  /** File with the authorities that signed the server's certificate. */
  readonly ca?: string | undefined;
}

/** What the program of a reconciler finds on a person's machine in the place of its pod's. */
export interface Surroundings {
  readonly variables: Readonly<Record<string, string>>;
  /** The desired state, with paths that are those of this machine. */
  readonly state: string;
  end(): void;
}

/**
 * Variables that are no fact of the server. Whoever has a way to the vault need not put on record that it has served: only
 * its pod speaks to the API server.
 */
const OWN = ['HOME', 'APPLY', 'DEADLINE_SECONDS', 'STATE_FILE', 'RECORD', 'POD_NAMESPACE'];

/**
 * Has by kubectl what the cluster gives to a reconciler's pod: the files of its volumes, a token of its ServiceAccount, and
 * a way to the server.
 *
 * @param folder an empty one, for secrets
 * @throws Error with kubectl's words where the person may not have something
 */
export async function surroundingsOf(
  reconciler: RenderedReconciler,
  folder: string,
  given: Given,
  kubectl: Kubectl,
): Promise<Surroundings> {
  const { variables, mounts, product } = reconciler;
  for (const mount of mounts)
    if (!isGiven(mount, variables, given)) fetchMount(mount, folder, reconciler, kubectl);
  const local = (path: string) => localPath(path, folder, reconciler, given);
  const urlVariable = product === 'vault' ? 'VAULT_URL' : 'KEYCLOAK_URL';
  const { url, end } = await serverOf(variables[urlVariable] ?? '', given.url, kubectl);
  const taken = Object.entries(variables).filter(([name]) => !OWN.includes(name));
  return {
    variables: {
      ...Object.fromEntries(taken.map(([name, value]) => [name, local(value)])),
      [urlVariable]: url,
      ...(given.ca !== undefined && { NODE_EXTRA_CA_CERTS: resolve(given.ca) }),
      ...(given.serviceAccountTokenFile !== undefined && {
        TOKEN_FILE: resolve(given.serviceAccountTokenFile),
      }),
      ...(given.vaultTokenFile !== undefined && { VAULT_TOKEN_FILE: resolve(given.vaultTokenFile) }),
    },
    state: JSON.stringify(JSON.parse(reconciler.state), (_, value: unknown) =>
      typeof value === 'string' ? local(value) : value,
    ),
    end,
  };
}

type Variables = RenderedReconciler['variables'];

function isGiven({ kind, path }: Mount, { SECRETS_FOLDER = '' }: Variables, given: Given): boolean {
  if (kind === 'token') return (given.vaultTokenFile ?? given.serviceAccountTokenFile) !== undefined;
  const isSecret = path.startsWith(`${SECRETS_FOLDER}/`);
  return (isSecret ? given.secrets : kind === 'configMap' ? given.ca : undefined) !== undefined;
}

/** Where a file of the pod lies here; everything else is left as it is. */
function localPath(
  text: string,
  folder: string,
  { variables, mounts }: RenderedReconciler,
  given: Given,
): string {
  const { SECRETS_FOLDER: secrets = '', NODE_EXTRA_CA_CERTS: ca } = variables;
  if (text === ca && given.ca !== undefined) return resolve(given.ca);
  if (text === secrets || text.startsWith(`${secrets}/`))
    return join(
      given.secrets === undefined ? join(folder, secrets) : resolve(given.secrets),
      text.slice(secrets.length),
    );
  return mounts.some(({ path }) => text.startsWith(`${path}/`)) ? join(folder, text) : text;
}

function fetchMount(mount: Mount, folder: string, pod: RenderedReconciler, kubectl: Kubectl): void {
  const at = `--namespace=${pod.namespace}`;
  const place = join(folder, mount.path);
  if (mount.kind === 'token') {
    const audience = mount.audience === undefined ? [] : [`--audience=${mount.audience}`];
    const answer = kubectl.run(['create', 'token', pod.account, at, ...audience]);
    write(
      join(place, mount.file),
      outputOf(answer, `a token of ServiceAccount ${pod.namespace}/${pod.account}`).trim(),
    );
    return;
  }
  const answer = kubectl.run(['get', mount.kind, mount.name, at, '--output=json']);
  if (!answer.ok && mount.optional && answer.error.includes('(NotFound)')) return;
  const what = `${mount.kind === 'secret' ? 'Secret' : 'ConfigMap'} ${pod.namespace}/${mount.name}`;
  const object: unknown = JSON.parse(outputOf(answer, what));
  const data = isObject(object) && isObject(object['data']) ? object['data'] : {};
  const encoding = mount.kind === 'secret' ? 'base64' : 'utf8';
  for (const [key, value] of Object.entries(data))
    write(join(place, key), Buffer.from(String(value), encoding));
}

function outputOf({ ok, output, error }: Answer, what: string): string {
  if (ok) return output;
  throw new Error(`${what} must be had by kubectl, got: ${error}`);
}

function write(file: string, content: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, content, { mode: 0o600 });
}

/** A way to a Service, by the name that pods have for it: `https://openbao-active.production-vault.svc:8200`. */
async function serverOf(
  inCluster: string,
  url: string | undefined,
  kubectl: Kubectl,
): Promise<{ readonly url: string; readonly end: () => void }> {
  if (url !== undefined) return { url, end: () => undefined };
  const { protocol, hostname, port } = new URL(inCluster);
  const [service = '', namespace = ''] = hostname.split('.');
  const forward: PortForward = await portForward(kubectl, { namespace, service, port: Number(port) });
  return { url: `${protocol}//127.0.0.1:${forward.port}`, end: forward.end };
}
