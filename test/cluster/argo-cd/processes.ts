import { copyFileSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { ARGOCD_NAMESPACE } from '../../../environments/operators';
import { freePort } from '../../control-plane/free-port';
import { folderOf, type Programs, program } from '../build/programs';
import type { Cluster } from '../cluster';
import { controlPlaneFolder, kubeconfigOf } from '../nodes/control-plane';
import {
  assertRuns,
  type Daemon,
  killDaemon,
  pauseDaemon,
  resumeDaemon,
  startDaemon,
} from '../session/daemon';
import type { Session } from '../session/session';
import { until } from '../session/until';
import type { Sources } from '../sources/sources';
import { environmentOf, type Settings } from './settings';

/** Seconds between two looks at the repository; a real one looks every two minutes, or is told by a webhook. */
export const POLL_SECONDS = 10;

/** Addresses on loopback, free ones: on a machine of its own or of somebody else. */
interface Addresses {
  readonly redis: string;
  readonly repoServer: string;
  readonly repoServerMetrics: string;
  readonly controllerMetrics: string;
}

/** Where Argo CD's files and logs lie. */
export function argoCdFolder({ folder }: Session): string {
  return join(folder, 'argo-cd');
}

/** Starts Redis, the repo server and the application controller: what syncs, without the API for people. */
export async function startArgoCd(cluster: Cluster, settings: Settings, sources: Sources): Promise<void> {
  const { session, programs } = cluster;
  const folder = argoCdFolder(session);
  const certificates = join(folder, 'tls');
  for (const path of ['home', 'tmp', 'ssh', 'gnupg', 'tls'])
    mkdirSync(join(folder, path), { recursive: true });
  // A file a host, as Argo CD keeps them in the ConfigMap argocd-tls-certs-cm.
  for (const host of sources.hosts) copyFileSync(sources.authority, join(certificates, host));
  const kubeconfig = cluster.owned
    ? kubeconfigOf(controlPlaneFolder(session), 'argo-cd')
    : cluster.kubeconfig;
  const common = {
    ...ownFolders(folder),
    KUBECONFIG: kubeconfig,
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    // In a pod it would take the cluster of that pod for its own.
    KUBERNETES_SERVICE_HOST: '',
  };
  const addresses = await freeAddresses();
  startDaemon(folder, redis(folder, addresses));
  startDaemon(folder, repoServer(common, programs, settings, sources, addresses));
  startDaemon(folder, applicationController(common, programs, settings, addresses));
  await until('the repo server of Argo CD listens', async () => {
    assertArgoCdRuns(session);
    return (await listens(addresses.repoServer)) || undefined;
  });
}

function listens(address: string): Promise<boolean> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) }, () => resolve(true));
    socket.on('error', () => resolve(false)).on('connect', () => socket.destroy());
  });
}

async function freeAddresses(): Promise<Addresses> {
  const address = async () => `127.0.0.1:${await freePort()}`;
  return {
    redis: await address(),
    repoServer: await address(),
    repoServerMetrics: await address(),
    controllerMetrics: await address(),
  };
}

const PROCESSES = ['redis', 'argocd-repo-server', 'argocd-application-controller'];

/** @throws Error with the end of its log when a process of Argo CD has ended. */
function assertArgoCdRuns(session: Session): void {
  for (const name of PROCESSES) assertRuns(argoCdFolder(session), name);
}

/** Ends what `startArgoCd` started, if it did. */
export async function endArgoCd(session: Session): Promise<void> {
  for (const name of PROCESSES) await killDaemon(argoCdFolder(session), name);
}

/** Argo CD neither syncs nor heals until `resumeSync`; call that also where a test fails. */
export function pauseSync(session: Session): void {
  pauseDaemon(argoCdFolder(session), 'argocd-application-controller');
}

export function resumeSync(session: Session): void {
  resumeDaemon(argoCdFolder(session), 'argocd-application-controller');
}

type Environment = Readonly<Record<string, string>>;

/** Nothing is read from, or left in, the home of whoever runs this. */
function ownFolders(folder: string): Environment {
  const home = join(folder, 'home');
  return {
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    TMPDIR: join(folder, 'tmp'),
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_ASK_PASS_SOCK: join(folder, 'ask-pass.sock'),
    ARGOCD_GNUPGHOME: join(folder, 'gnupg'),
    ARGOCD_SSH_DATA_PATH: join(folder, 'ssh'),
    ARGOCD_TLS_DATA_PATH: join(folder, 'tls'),
  };
}

/** Debian has one binary for the server and its tools; the package of the tools starts no service of the machine. */
function redis(folder: string, addresses: Addresses): Daemon {
  const [host = '', port = ''] = addresses.redis.split(':');
  return {
    name: 'redis',
    program: 'redis-check-rdb',
    argv0: 'redis-server',
    args: ['--bind', host, '--port', port, '--save', '', '--appendonly', 'no', '--dir', folder],
  };
}

function repoServer(
  common: Environment,
  programs: Programs,
  settings: Settings,
  { proxy }: Sources,
  { redis: cache, repoServer: own, repoServerMetrics }: Addresses,
): Daemon {
  const [address = '', port = ''] = own.split(':');
  const [metricsAddress = '', metricsPort = ''] = repoServerMetrics.split(':');
  return {
    name: 'argocd-repo-server',
    program: program(programs, 'argoCd', 'argocd-repo-server'),
    args: [
      ...[`--address=${address}`, `--port=${port}`, `--redis=${cache}`],
      ...[`--metrics-address=${metricsAddress}`, `--metrics-port=${metricsPort}`],
      // Without the empty path it looks for certificates although it speaks without TLS.
      ...['--disable-tls', '--client-ca-path='],
      // It remembers which commit a branch is at for three minutes otherwise.
      `--revision-cache-expiration=${POLL_SECONDS / 2}s`,
    ],
    env: {
      ...common,
      ...environmentOf(program(programs, 'argoCd', 'repo-server.yaml'), settings),
      HTTPS_PROXY: proxy,
      // Its scripts for git lie beside it.
      PATH: [folderOf(programs, 'argoCd'), folderOf(programs, 'helm'), process.env['PATH']].join(':'),
    },
  };
}

function applicationController(
  common: Environment,
  programs: Programs,
  settings: Settings,
  { redis: cache, repoServer: manifests, controllerMetrics }: Addresses,
): Daemon {
  const [, metricsPort = ''] = controllerMetrics.split(':');
  return {
    name: 'argocd-application-controller',
    program: program(programs, 'argoCd', 'argocd-application-controller'),
    args: [
      `--namespace=${ARGOCD_NAMESPACE}`,
      ...[`--repo-server=${manifests}`, '--repo-server-plaintext', `--redis=${cache}`],
      `--metrics-port=${metricsPort}`,
      ...[`--app-resync=${POLL_SECONDS}`, '--app-resync-jitter=0'],
    ],
    env: {
      ...common,
      ...environmentOf(program(programs, 'argoCd', 'application-controller.yaml'), settings),
      // An Application then says which of its resources is not well; it decides nothing.
      ARGOCD_APPLICATION_CONTROLLER_PERSIST_RESOURCE_HEALTH: 'true',
    },
  };
}
