import { createHash } from 'node:crypto';
import { copyFileSync, linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, FaultsError } from '../values/fault';
import { type Files, foldersOf, type Plan } from './plan';
import { isOursAt, kindAt } from './scan';
import { isSystemError, MAKE_ROOM } from './trouble';

/** The two states that `dist/` may have: before a run and after it. */
export type Side = 'old' | 'new';

/**
 * What a run does to one file: the digest of its bytes before and after, absent where there is no such file.
 * The bytes are in the file `<side>/<index of the step>` beside the journal until they are brought to `dist/`.
 */
export interface Step {
  /** Path below `dist/`. */
  readonly path: string;
  readonly old?: string;
  readonly new?: string;
}

export type Journal = readonly Step[];

/** Changes whenever the meaning of a journal does. */
const VERSION = 'journal-1';
const REMEDY =
  'put `dist/` back with `git restore dist`, remove `.synth/` and run again (the sources render everything)';

/** Collects in `folder` all that a plan needs, in either direction; reads `dist/` only. */
export function stage(folder: string, dist: string, plan: Plan, files: Files): Journal {
  for (const side of ['old', 'new']) mkdirSync(join(folder, side), { recursive: true });
  const removed = new Set(plan.removed);
  const added = new Set(plan.added);
  const journal = [...plan.added, ...plan.changed, ...plan.removed].map((path, number): Step => {
    const text = removed.has(path) ? undefined : files.get(path);
    return {
      path,
      ...(added.has(path) ? {} : { old: keep(join(dist, path), join(folder, 'old', String(number))) }),
      ...(text === undefined ? {} : { new: write(join(folder, 'new', String(number)), text) }),
    };
  });
  const body = JSON.stringify(journal);
  writeFileSync(join(folder, 'journal'), `${VERSION} ${digest(body)}\n${body}`, { flag: 'wx' });
  return journal;
}

/**
 * Reads the journal of a run that was interrupted.
 *
 * @throws FaultsError when it is not, byte for byte, what this version of the project writes
 */
export function readJournal(folder: string): Journal {
  const text = readText(join(folder, 'journal'));
  const end = text.indexOf('\n');
  const [version, sum] = text.slice(0, Math.max(end, 0)).split(' ');
  const body = text.slice(end + 1);
  if (version === VERSION && sum === digest(body)) {
    const journal: Journal = JSON.parse(body);
    return journal;
  }
  const known = version === VERSION || !/^journal-\d+$/.test(version ?? '');
  const fault = known ? 'must be whole, and is damaged' : `must be '${VERSION}', got '${version}'`;
  throw new FaultsError([
    { path: '.synth', message: `the journal of an interrupted run ${fault}; ${REMEDY}` },
  ]);
}

/**
 * Whether an interrupted run can be brought to one side: everything it needs is there, and nothing foreign has
 * come in its way since. Reads only.
 *
 * @throws FaultsError that names every path for which that does not hold
 */
export function verify(folder: string, dist: string, journal: Journal, side: Side): void {
  const faults = journal.flatMap((step, number): Fault[] => {
    const refuse = (message: string) => [{ path: `dist/${step.path}`, message }];
    const target = join(dist, step.path);
    if (!isFree(dist, step.path)) return refuse(MAKE_ROOM);
    const wanted = step[side];
    if (wanted === undefined) return [];
    const places = [target, join(folder, side, String(number))];
    if (places.some((path) => digestAt(path) === wanted)) return [];
    return refuse(`the ${side} text of an interrupted run must be there; ${REMEDY}`);
  });
  if (faults.length > 0) throw new FaultsError(faults);
}

/** Whether nothing foreign stands at a path or in the place of a folder on its way. */
function isFree(dist: string, path: string): boolean {
  const folders = foldersOf(path).map((folder) => kindAt(join(dist, folder)));
  if (folders.some((kind) => kind !== undefined && kind !== 'folder')) return false;
  const target = join(dist, path);
  return kindAt(target) === undefined || isOursAt(target);
}

/** A second name for the same bytes, so that they come back with their times; a copy where links are not possible. */
function keep(from: string, to: string): string {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    copyFileSync(from, to);
  }
  return digest(readFileSync(to));
}

function write(path: string, text: string): string {
  writeFileSync(path, text, { flag: 'wx' });
  return digest(text);
}

function readText(path: string): string {
  return kindAt(path) === 'file' ? readFileSync(path, 'utf8') : '';
}

/** Digest of a file's bytes; undefined where no file is. Follows no link. */
export function digestAt(path: string): string | undefined {
  return kindAt(path) === 'file' ? digest(readFileSync(path)) : undefined;
}

function digest(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
