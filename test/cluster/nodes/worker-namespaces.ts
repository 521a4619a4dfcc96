import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../session/command';
import { assertRuns, type Daemon, processOf, startDaemon } from '../session/daemon';
import { until } from '../session/until';
import type { WorkerPlan } from './plan';

/** A worker's namespaces: its network has its name, its mounts are held by a process recorded in its folder. */
export interface Place {
  readonly plan: WorkerPlan;
  readonly folder: string;
}

/** Name of the process that holds a worker's mounts. */
const MOUNTS = 'mounts';

/**
 * Settings of the whole machine that a kubelet writes at its start. It gets copies, so that the machine keeps its own.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubelet/cm/container_manager_linux.go setupKernelTunables
 */
const TUNABLES = [
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
];

/**
 * Gives a worker folders of its own where programs expect the machine's, in a mount namespace that stays.
 *
 * `/var/lib/kubelet` is shared within it: what kubelet mounts there, containers see.
 */
export async function makeWorkerMounts(folder: string): Promise<void> {
  const kubelet = join(folder, 'kubelet');
  const tunables = join(folder, 'tunables');
  mkdirSync(kubelet, { recursive: true });
  mkdirSync(tunables);
  const copies = TUNABLES.map((tunable) => {
    const copy = join(tunables, tunable.replaceAll('/', '.'));
    writeFileSync(copy, readFileSync(`/proc/sys/${tunable}`));
    return `mount --bind ${copy} /proc/sys/${tunable}`;
  });
  const ready = join(folder, 'mounts-are-ready');
  const script = [
    ...['/run', '/var/lib', '/var/log'].map((path) => `mount -t tmpfs tmpfs ${path}`),
    'mkdir /var/lib/kubelet',
    `mount --bind ${kubelet} /var/lib/kubelet`,
    'mount --make-shared /var/lib/kubelet',
    ...copies,
    `touch ${ready}`,
    // A mount namespace lives as long as somebody is in it.
    'exec sleep infinity',
  ];
  const args = ['--mount', '--propagation=private', 'sh', '-ec', script.join('\n')];
  startDaemon(folder, { name: MOUNTS, program: 'unshare', args });
  await until(`the mounts of ${folder} are made`, async () => {
    assertRuns(folder, MOUNTS);
    return existsSync(ready) || undefined;
  });
}

/** The same program, run on the worker. */
export function onWorker(place: Place, daemon: Daemon): Daemon {
  const { program, args } = daemon;
  return { ...daemon, program: 'nsenter', args: [...entrance(place), program, ...args] };
}

/** Runs a command on the worker, to its end. */
export function runOnWorker(place: Place, command: string, args: readonly string[]): Promise<string> {
  return run('nsenter', [...entrance(place), command, ...args]);
}

function entrance({ plan, folder }: Place): string[] {
  return [`--net=/run/netns/${plan.name}`, `--mount=/proc/${processOf(folder, MOUNTS)}/ns/mnt`, '--'];
}
