import { mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Fault, FaultsError } from '../values/fault';
import { kindAt } from './scan';
import { quietly, tolerate } from './trouble';

/**
 * One file `lock.<number>`: a symbolic link to nowhere that names its process, because the system makes a link
 * and its text in one step that fails where the name is taken.
 */
interface Lock {
  readonly number: number;
  readonly pid: number;
  /** When the process started, in clock ticks since boot; `-` where there is no `/proc`. */
  readonly start: string;
  readonly host: string;
}

/**
 * Takes the lock of a scratch folder, over the dead body of its last holder if need be, and returns the function
 * that releases it.
 *
 * Nobody ever removes a lock in order to take its number: a taker goes one number higher, which only one can do,
 * and then looks again whether another is alive. So of two takers the later one always sees the earlier one.
 *
 * @throws FaultsError at once, when another run holds it
 */
export function takeLock(scratch: string): () => void {
  tolerate(['EEXIST'], () => mkdirSync(scratch));
  for (;;) {
    const before = locksIn(scratch);
    const holder = before.find(isHeld);
    if (holder !== undefined) throw new FaultsError([busy(holder)]);
    const number = Math.max(0, ...before.map((lock) => lock.number)) + 1;
    const mine = join(scratch, `lock.${number}`);
    if (!create(mine)) continue;
    const others = locksIn(scratch).filter((lock) => lock.number !== number);
    if (others.some(isHeld)) {
      remove(mine);
      continue;
    }
    for (const stale of others) remove(join(scratch, `lock.${stale.number}`));
    return () => remove(mine);
  }
}

/** The process that holds the lock of a scratch folder; undefined where nobody does. Changes nothing. */
export function holderOf(scratch: string): number | undefined {
  return locksIn(scratch).find(isHeld)?.pid;
}

function create(path: string): boolean {
  const text = `${process.pid} ${startOf(process.pid) ?? '-'} ${hostname()}`;
  const made = tolerate(['EEXIST'], () => {
    symlinkSync(text, path);
    return true;
  });
  return made ?? false;
}

/** A lock that cannot be removed fails no run: it is stale as soon as this process ends. */
function remove(path: string): void {
  quietly(() => unlinkSync(path));
}

function locksIn(scratch: string): Lock[] {
  const names = tolerate(['ENOENT'], () => readdirSync(scratch)) ?? [];
  return names.flatMap((name) => {
    const number = /^lock\.(\d+)$/.exec(name)?.[1];
    return number === undefined ? [] : lockAt(join(scratch, name), Number(number));
  });
}

function lockAt(path: string, number: number): Lock[] {
  // Gone where its holder has just released it, EINVAL where it is no link.
  const text = tolerate(['ENOENT', 'EINVAL'], () => readlinkSync(path));
  if (text === undefined && kindAt(path) === undefined) return [];
  const [, pid, start, host] = /^([1-9]\d*) (\S+) (\S+)$/.exec(text ?? '') ?? [];
  if (pid === undefined || start === undefined || host === undefined) {
    const message = 'must be a lock that a run made, got something else; remove it and run again';
    throw new FaultsError([{ path: `.synth/lock.${number}`, message }]);
  }
  return [{ number, pid: Number(pid), start, host }];
}

/** Processes of another machine or container cannot be seen from here, so their locks count as held. */
function isHeld({ pid, start, host }: Lock): boolean {
  if (host !== hostname()) return true;
  // The process of another user exists as well, and says EPERM.
  const exists = tolerate(['ESRCH'], () => tolerate(['EPERM'], () => process.kill(pid, 0)) ?? true);
  if (exists === undefined) return false;
  const now = startOf(pid);
  return now === undefined || start === '-' || now === start;
}

/** When a process started; `dead` for one that waits for its parent, undefined where `/proc` does not tell. */
function startOf(pid: number): string | undefined {
  const stat = tolerate(['ENOENT', 'ESRCH', 'EACCES'], () => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  // Only the second field, the command in brackets, may hold spaces: see proc_pid_stat(5).
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields?.[0] === 'Z' || fields?.[0] === 'X' ? 'dead' : fields?.[19];
}

function busy({ number, pid, host }: Lock): Fault {
  const where = host === hostname() ? '' : ` on ${host}`;
  return {
    path: `.synth/lock.${number}`,
    message:
      `two runs must not write \`dist/\` at once, and process ${pid}${where} is at it; ` +
      'wait until it ends and run again, or remove the lock if that process is something else',
  };
}
