import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Environment variable by which proofs find the session that they run in: its folder. */
export const SESSION_VARIABLE = 'CLUSTER_SESSION';

/** What the name of every session begins with. */
export const PREFIX = 'data-frost-cluster-';

/**
 * One run of a cluster. All of its processes live in namespaces of their own (process, mount, network), so they,
 * their mounts and their network end with the first of them, whatever ends it. What outlives them is this folder
 * and the cgroups of the same name.
 */
export interface Session {
  /** Name of the folder, and of the cgroup in every hierarchy. */
  readonly name: string;
  readonly folder: string;
}

/** A process that cannot be mistaken for a later one of the same number. */
export interface Birth {
  readonly pid: number;
  /** When it started, in clock ticks since the machine did. */
  readonly started: string;
  /** The process namespace that the number belongs to. */
  readonly namespace: string;
}

/** Processes that a session ends with: who started it, and who holds its namespaces. */
export type Holders = Readonly<Record<string, Birth>>;

/** Makes the folder of a new session, held by this process. */
export function createSession(): Session {
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  const session = { name: basename(folder), folder };
  recordHolders(session, { harness: birthOf(process.pid) });
  return session;
}

/** The session in `folder`. */
export function sessionIn(folder: string): Session {
  return { name: basename(folder), folder };
}

/** Every session whose folder is still there, running or not. */
export function sessions(): readonly Session[] {
  return readdirSync(tmpdir())
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => sessionIn(join(tmpdir(), name)));
}

export function recordHolders(session: Session, holders: Holders): void {
  const all = { ...holdersOf(session), ...holders };
  writeFileSync(recordOf(session), `${JSON.stringify(all, undefined, 2)}\n`);
}

export function holdersOf(session: Session): Holders {
  const record = recordOf(session);
  return existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {};
}

/** @throws Error when no such process runs. */
export function birthOf(pid: number): Birth {
  return { pid, started: startOf(pid), namespace: ownNamespace() };
}

/** Whether it still runs; a process of another namespace cannot be seen from here and counts as running. */
export function isAlive({ pid, started, namespace }: Birth): boolean {
  if (namespace !== ownNamespace()) return true;
  try {
    return startOf(pid) === started;
  } catch {
    return false;
  }
}

/** The process namespace that this process is in. */
export function ownNamespace(): string {
  return readlinkSync('/proc/self/ns/pid');
}

/** Field 22 of https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; the name before it may hold anything. */
function startOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const started = rest[18];
  if (started === undefined || state === 'Z') throw new Error(`process ${pid} must be running`);
  return started;
}

function recordOf({ folder }: Session): string {
  return join(folder, 'holders.json');
}
