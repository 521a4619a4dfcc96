import { closeSync, existsSync, openSync, readdirSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PROTECTED_NAMES } from './policies';

/** What the vault's data folder holds. */
export type DataState =
  /** Nothing: it was never started. */
  | 'empty'
  /** Raft has begun and the vault has not: such a folder never starts again (`cluster already has state`). */
  | 'begun'
  /** Initialised, but nobody can ever log in: it ended before it made the first role. */
  | 'without-access'
  /** Initialised and open to its reconciler or to break-glass. */
  | 'initialised';

/** Files with the vault's keys in plain text, the values beside them encrypted. */
const STORES = ['vault.db', 'raft/raft.db'];

/** Key that every initialised vault has. */
const SEAL = 'core/seal-config';

const CHUNK = 1024 * 1024;

/** What stands in a data folder of OpenBao 2.7, by the names of the keys in its two files. */
export function stateOf(folder: string): DataState {
  const files = STORES.map((name) => join(folder, name)).filter((file) => existsSync(file));
  if (files.length === 0) return 'empty';
  if (!files.some((file) => holds(file, [SEAL]))) return 'begun';
  const policies = PROTECTED_NAMES.map((name) => `sys/policy/${name}`);
  return files.some((file) => holds(file, policies)) ? 'initialised' : 'without-access';
}

/** Removes all that stands in a folder. */
export function clear(folder: string): void {
  for (const name of readdirSync(folder)) {
    // The root of a disk of its own holds a folder that only root may touch.
    if (name !== 'lost+found') rmSync(join(folder, name), { recursive: true });
  }
}

/** Whether one of the texts stands in a file, of whatever size. */
function holds(file: string, texts: readonly string[]): boolean {
  const overlap = Math.max(...texts.map(({ length }) => length)) - 1;
  const buffer = Buffer.alloc(CHUNK + overlap);
  const descriptor = openSync(file, 'r');
  try {
    let kept = 0;
    for (;;) {
      const read = readSync(descriptor, buffer, kept, CHUNK, null);
      if (read === 0) return false;
      const window = buffer.subarray(0, kept + read);
      if (texts.some((text) => window.includes(text))) return true;
      kept = Math.min(overlap, window.length);
      buffer.copy(buffer, 0, window.length - kept, window.length);
    }
  } finally {
    closeSync(descriptor);
  }
}
