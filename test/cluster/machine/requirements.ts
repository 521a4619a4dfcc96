import { accessSync, constants, existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../control-plane/go-part';
import { run } from '../session/command';

/** Names of what must be there, each with the Debian package that brings it. */
interface Needs {
  readonly programs: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

/** What Argo CD and its sources need beside a cluster that is there. */
export const BESIDE_A_CLUSTER: Needs = {
  programs: { curl: 'curl', git: 'git', openssl: 'openssl', 'redis-check-rdb': 'redis-tools' },
  files: {},
};

/** What a cluster needs. */
export const FOR_A_CLUSTER: Needs = {
  programs: {
    ...BESIDE_A_CLUSTER.programs,
    gcc: 'gcc',
    ip: 'iproute2',
    iptables: 'iptables',
    mount: 'mount',
    nft: 'nftables',
    nsenter: 'util-linux',
    'pkg-config': 'pkg-config',
    setpriv: 'util-linux',
    tar: 'tar',
    unshare: 'util-linux',
  },
  files: {
    '/usr/include/linux/types.h': 'libc6-dev',
    '/usr/include/seccomp.h': 'libseccomp-dev',
  },
};

/** Instances of inotify that a cluster takes; 38 were counted. */
const INOTIFY_INSTANCES = 45;

const INOTIFY_LIMIT = '/proc/sys/fs/inotify/max_user_instances';

/** What a person does whose machine cannot run the cluster. */
const ELSEWHERE =
  'without it, on Linux, prove on a cluster that is there (kind, k3d, staging): KUBECONFIG=… npm run test:cluster';

/** @throws Error where workers cannot be made: elsewhere than on Linux, or without root. */
export function demandMachine(
  platform: string = process.platform,
  user: number | undefined = process.getuid?.(),
): void {
  if (platform !== 'linux')
    throw new Error(`the cluster must run on Linux, this is ${platform}; ${ELSEWHERE}`);
  if (user !== 0)
    throw new Error(`the cluster must be started by root, who makes namespaces and mounts; ${ELSEWHERE}`);
}

/**
 * Demands what kubelets and containerd watch files with; without it they end in the middle of their start.
 *
 * @param clusters how many are to run at once
 * @throws Error with the setting that is too low
 */
export function demandInotify(
  clusters: number,
  limit = Number(readFileSync(INOTIFY_LIMIT, 'utf8')),
  used: number = instancesInUse(),
): void {
  const wanted = clusters * INOTIFY_INSTANCES;
  if (limit - used >= wanted) return;
  throw new Error(
    `${wanted} instances of inotify must be free, ${limit - used} of ${limit} are; sysctl -w fs.inotify.max_user_instances=${used + 512}`,
  );
}

/** Counted over all processes that can be looked into: for root these are all. */
function instancesInUse(): number {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes.flatMap((pid) => descriptorsOf(pid)).filter((target) => target === 'anon_inode:inotify')
    .length;
}

function descriptorsOf(pid: string): readonly string[] {
  const folder = join('/proc', pid, 'fd');
  try {
    return readdirSync(folder).map((descriptor) => readlinkSync(join(folder, descriptor)));
  } catch {
    // It ended in between.
    return [];
  }
}

/**
 * Installs what is missing, and says what before it does.
 *
 * @throws Error on a system without apt-get, or without root, with the names of what is missing
 */
export async function installMissing(needs: Needs, report: Report): Promise<void> {
  const missing = missingPackages(needs);
  if (missing.length === 0) return;
  if (!isInPath('apt-get') || process.getuid?.() !== 0) {
    throw new Error(`these packages of Debian, or their like, must be installed: ${missing.join(', ')}`);
  }
  report(`installing from Debian: ${missing.join(', ')}`);
  await run('apt-get', ['update', '--quiet']);
  const flags = ['--quiet', '--yes', '--no-install-recommends'];
  await run('apt-get', ['install', ...flags, ...missing], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
}

function missingPackages({ programs, files }: Needs): readonly string[] {
  const missing = [
    ...Object.entries(programs).filter(([name]) => !isInPath(name)),
    ...Object.entries(files).filter(([path]) => !existsSync(path)),
  ];
  return [...new Set(missing.map(([, name]) => name))].sort();
}

function isInPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
