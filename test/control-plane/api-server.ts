import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, connect } from './client';
import { type ConfigurationFiles, type User, writeConfiguration, writeKubeconfig } from './configuration';
import { freePort } from './free-port';
import { type Program, startProgram } from './program';

const LOOPBACK = '127.0.0.1';

/** An address for documentation (RFC 5737), where nobody asks for it. */
const NOWHERE = '192.0.2.1';

/** How long an API server may take until it is ready, in milliseconds; 2 to 10 s are usual. */
const START_TIMEOUT = 120_000;

/** A kube-apiserver that was started, ready or not. */
export interface ApiServer {
  readonly program: Program;
  /** Its address on loopback. */
  readonly url: string;
  /** Where the kubeconfig of its administrator will be. */
  readonly kubeconfig: string;
  /** Writes the kubeconfig and returns a client as soon as the server is ready. */
  ready(assertRunning: () => void): Promise<ApiClient>;
}

/** What differs from one API server to another. */
export interface ApiServerOptions {
  /** Flags after our own: the last one of a name counts. @default none */
  readonly flags?: readonly string[];
  /** Address that it listens on and that its certificate names. @default '127.0.0.1' */
  readonly address?: string;
  /** @default a free one */
  readonly port?: number;
  /** Who else may speak to it. @default nobody but the administrator */
  readonly users?: readonly User[];
}

/** Starts kube-apiserver with all of its files in `folder`. */
export async function startApiServer(
  binary: string,
  etcdUrl: string,
  folder: string,
  { flags = [], address = LOOPBACK, port: wanted, users = [] }: ApiServerOptions = {},
): Promise<ApiServer> {
  const files = writeConfiguration(folder, users);
  const port = wanted ?? (await freePort());
  const own = [
    ...[`--etcd-servers=${etcdUrl}`, `--bind-address=${address}`, `--secure-port=${port}`],
    // On loopback it takes its address from the default route otherwise, and ends where there is none.
    `--advertise-address=${address === LOOPBACK ? NOWHERE : address}`,
  ];
  const program = startProgram(binary, [...own, ...flagsOf(files), ...flags], folder);
  const url = `https://${address}:${port}`;
  const kubeconfig = join(folder, 'admin.kubeconfig');
  const tryOnce = async () => {
    if (!existsSync(files.certificate)) return undefined;
    writeKubeconfig(kubeconfig, url, readFileSync(files.certificate), files.adminToken);
    return readyClient(kubeconfig);
  };
  return { program, url, kubeconfig, ready: (assertRunning) => until(tryOnce, assertRunning) };
}

function flagsOf({
  certificates,
  tokens,
  serviceAccountKey,
  admission,
}: ConfigurationFiles): readonly string[] {
  return [
    // The Service `kubernetes` must not name a loopback address, and nothing here needs its endpoint.
    '--endpoint-reconciler-type=none',
    `--cert-dir=${certificates}`,
    `--token-auth-file=${tokens}`,
    '--authorization-mode=Node,RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-signing-key-file=${serviceAccountKey}`,
    `--service-account-key-file=${serviceAccountKey}`,
    '--service-cluster-ip-range=10.96.0.0/12',
    `--admission-control-config-file=${admission}`,
    '--allow-privileged=true',
  ];
}

async function until<T>(tryOnce: () => Promise<T | undefined>, assertRunning: () => void): Promise<T> {
  const deadline = Date.now() + START_TIMEOUT;
  while (Date.now() < deadline) {
    assertRunning();
    const found = await tryOnce();
    if (found !== undefined) return found;
    await sleep(100);
  }
  throw new Error(`the API server must be ready within ${START_TIMEOUT / 1000} s`);
}

async function readyClient(kubeconfig: string): Promise<ApiClient | undefined> {
  const client = connect(kubeconfig);
  const ready = await client.send({ path: '/readyz' }).then(
    ({ status }) => status === 200,
    () => false,
  );
  if (ready) return client;
  client.close();
  return undefined;
}
