import { relative } from 'node:path';
import { types } from 'node:util';
import { type Fault, FaultsError } from '../values/fault';

/** An error of the operating system. */
interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;
  readonly dest?: string;
}

/** Thrown where something foreign has come into the place of a file since the plan was made. */
export class Occupied extends Error implements SystemError {
  readonly code = 'EEXIST';
  readonly syscall = 'rename';

  constructor(readonly path: string) {
    super(`EEXIST: ${path}`);
  }
}

/** Said of such a place. */
export const MAKE_ROOM =
  'must be free for `npm run synth`, and something of yours has come there; move it away and run again';

/** What became of `dist/` when a run failed before the commit point. */
export const UNTOUCHED = '`dist/` is as it was';

/** What must be, by the code of a call that was refused. */
const REASONS: Readonly<Record<string, string>> = {
  EEXIST: MAKE_ROOM,
  ENOSPC: 'must have room on its disk; free some space and run again',
  EDQUOT: 'must fit into your disk quota; free some space and run again',
  EACCES: 'must be open to you; change its owner or its permissions and run again',
  EPERM: 'must be open to you; change its owner or its permissions and run again',
  ENOTDIR: 'must be a folder, and something else is there; move it away and run again',
  EROFS: 'must not be on a read-only file system; make that writable and run again',
  EXDEV:
    'must be on the file system of `.synth/`, in the same mount; move the project to one file system and run again',
};

/** Whether the operating system refused a call. */
export function isSystemError(error: unknown): error is SystemError {
  return types.isNativeError(error) && 'syscall' in error && 'code' in error;
}

/**
 * The faults in what was thrown, each followed by `after`: what became of `dist/`. A path is given below
 * `project`. Whatever is neither a fault nor an error of the operating system is a defect, and thrown again.
 */
export function faultsIn(error: unknown, project: string, after: string): readonly Fault[] {
  if (error instanceof FaultsError) return error.faults;
  if (!isSystemError(error)) throw error;
  const where = error.dest ?? error.path;
  const reason = REASONS[error.code] ?? 'must work; mend what the system reports and run again';
  return [
    {
      path: where === undefined ? '.synth' : relative(project, where) || '.',
      message: `${reason} (${error.syscall}: ${error.code}); ${after}`,
    },
  ];
}

/** What a call returns; whatever it throws becomes faults, as {@link faultsIn} tells them. */
export function withFaults<T>(project: string, after: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw new FaultsError(faultsIn(error, project, after));
  }
}

/** What a call returns; undefined when the system refuses it with one of these codes. */
export function tolerate<T>(codes: readonly string[], call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (isSystemError(error) && codes.includes(error.code)) return undefined;
    throw error;
  }
}

/** Calls what may fail without harm, whatever the system says. */
export function quietly(call: () => void): void {
  try {
    call();
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}
