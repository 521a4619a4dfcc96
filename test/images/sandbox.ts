import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configOf, type RunConfig, unpack } from './layout';

/** As whom pods of our own images run: a user that no image needs to know. */
const USER = '10001:10001';

/** An image, unpacked. */
export interface Root {
  readonly folder: string;
  readonly config: RunConfig;
}

export interface Run {
  /** Replaces the image's entry point and command, as `command` does in a pod. */
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Path in the container → folder of this machine, writable. */
  readonly volumes?: Readonly<Record<string, string>>;
  /** `none` is a loopback of its own, a process id shares that of a container, `machine` is this machine's. */
  readonly network: 'none' | 'machine' | number;
  readonly hostname?: string;
  /** Number of the user and, after a colon, of the group. @default that of pods of our own images */
  readonly user?: string;
}

/** A started image. Its first process is process 1 of its own process namespace. */
export interface Container {
  /** Process that holds the network namespace. */
  readonly holder: number;
  output(): string;
  /** Sends a signal to process 1, as a kubelet does. */
  signal(name: NodeJS.Signals): void;
  /** Kills what is left of it. */
  stop(): Promise<unknown>;
  /** Exit code of process 1, once it has ended. */
  readonly ended: Promise<number | null>;
}

export function unpacked(layout: string): Root {
  requireRoot();
  const folder = mkdtempSync(join(tmpdir(), 'root-'));
  chmodSync(folder, 0o755);
  unpack(layout, folder);
  return { folder, config: configOf(layout).config };
}

export function remove({ folder }: Root): void {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Starts an image as a pod of this project does: read-only root, /tmp in memory, one user without groups, no new
 * privileges, process 1 of its own namespace. No shell is in the image, so the machine's tools prepare it.
 */
export function start(root: Root, run: Run): Container {
  requireRoot();
  for (const path of Object.keys(run.volumes ?? {})) mkdirSync(join(root.folder, path), { recursive: true });
  const [program = '', ...args] = invocation(root, run);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => chunks.push(String(data)));
  const { pid } = child;
  if (pid === undefined)
    throw new Error(`${program} must be installed: the proof needs util-linux and a shell`);
  const ended = exitCode(child);
  return {
    holder: pid,
    output: () => chunks.join(''),
    signal: (name) => process.kill(firstProcess(pid), name),
    stop: () => {
      if (existsSync(`/proc/${pid}`)) process.kill(firstProcess(pid), 'SIGKILL');
      return ended;
    },
    ended,
  };
}

/** Runs an image to its end. */
export async function run(root: Root, how: Run): Promise<{ code: number | null; output: string }> {
  const container = start(root, how);
  const code = await container.ended;
  return { code, output: container.output() };
}

function invocation(root: Root, run: Run): string[] {
  const { network, command, user = USER } = run;
  const [uid = '', gid = uid] = user.split(':');
  const { Env, Entrypoint, Cmd = [], WorkingDir } = root.config;
  const share = typeof network === 'number' ? ['nsenter', `--net=/proc/${network}/ns/net`] : [];
  const own = network === 'none' ? ['--net'] : [];
  const spaces = ['--mount', '--pid', '--uts', '--fork', '--kill-child=KILL', ...own];
  const prepare = ['unshare', ...spaces, 'sh', '-ec', preparation(root, run), 'sh'];
  const image = Object.fromEntries(Env.map((line) => line.split(/=(.*)/s, 2)));
  const variables = Object.entries({ ...image, ...run.env }).map(([key, value]) => `${key}=${value}`);
  const clean = ['env', '--ignore-environment', ...variables];
  const drop = ['setpriv', '--no-new-privs', '--clear-groups'];
  const enter = [
    'unshare',
    `--root=${root.folder}`,
    `--wd=${WorkingDir}`,
    `--setgid=${gid}`,
    `--setuid=${uid}`,
  ];
  const program = command ?? [...Entrypoint, ...Cmd];
  return [...share, ...prepare, ...clean, ...absolute(drop), ...absolute(enter), ...program];
}

/** What the container's first shell does, outside the image, before it becomes the image's program. */
function preparation({ folder }: Root, { volumes, network, hostname }: Run): string {
  return [
    `mount --bind ${folder} ${folder}`,
    `mount -o remount,bind,ro ${folder}`,
    `mount -t tmpfs -o mode=1777 tmpfs ${folder}/tmp`,
    `mount -t proc proc ${folder}/proc`,
    `mount --rbind /dev ${folder}/dev`,
    ...Object.entries(volumes ?? {}).map(([path, source]) => `mount --bind ${source} ${folder}${path}`),
    `echo ${hostname ?? 'localhost'} > /proc/sys/kernel/hostname`,
    ...(network === 'none' ? ['ip link set lo up'] : []),
    'exec "$@"',
  ].join('\n');
}

/** The tool by its path on this machine, since PATH is the image's by then. */
function absolute([tool = '', ...args]: readonly string[]): readonly string[] {
  return [`/usr/bin/${tool}`, ...args];
}

/** Process 1 of the container, as this machine numbers it. */
export function firstProcess(holder: number): number {
  const [first] = readFileSync(`/proc/${holder}/task/${holder}/children`, 'utf8').split(' ');
  if (!first) throw new Error(`process ${holder} must still hold a container`);
  return Number(first);
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  await once(child, 'close');
  return child.exitCode;
}

function requireRoot(): void {
  if (process.getuid?.() !== 0)
    throw new Error(
      'running an image as a pod runs it (its own root, read-only, as user 10001) must be done by root; ' +
        'run `npm run test:images` as root, or only the proofs that need none: `npm run test:images -- reproducible faults`',
    );
}
