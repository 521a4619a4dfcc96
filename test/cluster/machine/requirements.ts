import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../control-plane/go-part';
import { run } from '../session/command';

/** What must be in PATH, and the Debian package that brings it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  curl: 'curl',
  gcc: 'gcc',
  git: 'git',
  ip: 'iproute2',
  iptables: 'iptables',
  mount: 'mount',
  nft: 'nftables',
  nsenter: 'util-linux',
  openssl: 'openssl',
  'pkg-config': 'pkg-config',
  'redis-check-rdb': 'redis-tools',
  setpriv: 'util-linux',
  tar: 'tar',
  unshare: 'util-linux',
};

/** What must be there, and the Debian package that brings it. */
const FILES: Readonly<Record<string, string>> = {
  '/usr/include/linux/types.h': 'libc6-dev',
  '/usr/include/seccomp.h': 'libseccomp-dev',
};

/** What a person does whose machine cannot run the cluster. */
const ELSEWHERE =
  'on such a machine prove against a cluster that is there (kind, k3d, staging): KUBECONFIG=… npm run test:cluster';

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
 * Installs what is missing, and says what before it does.
 *
 * @throws Error on a system without apt-get, with the names of what is missing
 */
export async function installMissing(report: Report): Promise<void> {
  const missing = missingPackages();
  if (missing.length === 0) return;
  if (!isInPath('apt-get')) {
    throw new Error(`these packages of Debian, or their like, must be installed: ${missing.join(', ')}`);
  }
  report(`installing from Debian: ${missing.join(', ')}`);
  await run('apt-get', ['update', '--quiet']);
  const flags = ['--quiet', '--yes', '--no-install-recommends'];
  await run('apt-get', ['install', ...flags, ...missing], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
}

function missingPackages(): readonly string[] {
  const programs = Object.entries(PROGRAMS).filter(([name]) => !isInPath(name));
  const files = Object.entries(FILES).filter(([path]) => !existsSync(path));
  return [...new Set([...programs, ...files].map(([, name]) => name))].sort();
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
