/*
 * The one writer of `dist/`. What a run has to do is known before its first byte: see plan.ts. Then the name of
 * one folder in `.synth/` says how far the run is, and each change of that name is one rename:
 *
 *   staging/    new/<n> and old/<n> hold each file's bytes after and before, `journal` their paths and digests.
 *      │        `dist/` is untouched: a run that is killed or fails here is rolled back by forgetting the folder.
 *      ▼ rename: the commit point
 *   committed/  each new/<n> is renamed into `dist/`, files that nobody renders are unlinked.
 *      │        A run that is killed here is completed by the next one: what is left in new/ has yet to be done.
 *      ├─ rename, when a call fails ─►  undoing/   each old/<n> is renamed back; when killed, the next run goes on.
 *      ▼ rename: the run is over                      ▼ rename
 *   trash/      is deleted; nobody ever reads it.  ◄──┘
 *
 * The lock (lock.ts) keeps a second run out. Nothing is synced to the disk, which would take 1.5 ms a file: this
 * guards against runs that are killed or fail. After a power cut the digests tell bytes that never reached the
 * disk, and git has `dist/`.
 */
import { accessSync, constants, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Fault, FaultsError } from '../values/fault';
import { carry } from './carry';
import { type Journal, readJournal, stage, verify } from './journal';
import { takeLock } from './lock';
import { type Place, placeOf } from './place';
import { type Files, type Plan, plan, type Scope } from './plan';
import { kindAt } from './scan';
import { stateOf } from './state';
import { faultsIn, quietly, tolerate, UNTOUCHED, withFaults } from './trouble';

/** How a run that was interrupted was brought to an end. */
export type Recovery = 'completed' | 'rolled-back';

export interface Outcome {
  /** What was done. */
  readonly plan: Plan;
  /** What became of an earlier run before this one began; absent where none was interrupted. */
  readonly recovered?: Recovery;
}

const PUT_BACK = '`dist/` was put back as it was before that run';
const HALF_WAY =
  '`dist/` holds files from before and after, each of them whole; the next run brings it to one side';

/**
 * Makes `dist/` of a project what is rendered, within a scope: all of it, or nothing.
 *
 * @throws FaultsError when another run is at it, something foreign is in the way, or the system refuses a call;
 * each message ends with what became of `dist/`
 */
export function emit(project: string, files: Files, scope: Scope): Outcome {
  const place = placeOf(project);
  return locked(place, () => {
    const recovered = finishInterrupted(place);
    try {
      return { plan: write(place, files, scope), ...(recovered === undefined ? {} : { recovered }) };
    } catch (error) {
      if (recovered === undefined) throw error;
      const message = `an interrupted run was ${recovered} first; then this run failed`;
      throw new FaultsError([{ path: 'dist', message }, ...faultsIn(error, project, UNTOUCHED)]);
    }
  });
}

/**
 * Completes or rolls back a run that was interrupted, as {@link emit} does before anything else; undefined where
 * none was, and then nothing is written.
 *
 * @throws FaultsError as {@link emit}
 */
export function recover(project: string): Recovery | undefined {
  if (stateOf(project).name !== 'interrupted') return undefined;
  const place = placeOf(project);
  return locked(place, () => finishInterrupted(place));
}

function locked<T>(place: Place, work: () => T): T {
  return withFaults(place.project, UNTOUCHED, () => {
    const release = takeLock(place.scratch);
    try {
      return work();
    } finally {
      release();
    }
  });
}

function finishInterrupted(place: Place): Recovery | undefined {
  rmSync(place.trash, { recursive: true, force: true });
  if (kindAt(place.undoing) !== undefined) {
    const journal = readJournal(place.undoing);
    verify(place.undoing, place.dist, journal, 'old');
    rollBack(place, journal);
    return 'rolled-back';
  }
  if (kindAt(place.committed) !== undefined) {
    const journal = readJournal(place.committed);
    verify(place.committed, place.dist, journal, 'new');
    complete(place, journal);
    return 'completed';
  }
  if (kindAt(place.staging) === undefined) return undefined;
  discard(place, place.staging);
  return 'rolled-back';
}

function write(place: Place, files: Files, scope: Scope): Plan {
  const todo = plan(place.project, files, scope);
  const touched = [...todo.added, ...todo.changed, ...todo.removed];
  if (touched.length === 0) return todo;
  probe(place, touched);
  complete(place, prepare(place, todo, files));
  return todo;
}

/** Everything up to the commit point. */
function prepare(place: Place, todo: Plan, files: Files): Journal {
  try {
    const journal = stage(place.staging, place.dist, todo, files);
    renameSync(place.staging, place.committed);
    return journal;
  } catch (error) {
    quietly(() => discard(place, place.staging));
    throw error;
  }
}

/** Finds out whether the folders of these paths can be written, while nothing has been. */
function probe(place: Place, paths: readonly string[]): void {
  const folders = new Set(paths.map((path) => nearest(dirname(join(place.dist, path)))));
  for (const folder of folders) {
    accessSync(folder, constants.W_OK | constants.X_OK);
    // There is no such file, but Linux looks first whether both names are in one mount. Elsewhere the first
    // rename finds out, and is rolled back.
    tolerate(['ENOENT'], () => renameSync(join(place.scratch, 'probe'), join(folder, 'probe')));
  }
}

/** The folder itself, or the innermost one around it that exists. */
function nearest(folder: string): string {
  return kindAt(folder) === undefined ? nearest(dirname(folder)) : folder;
}

/** Everything after the commit point; when a call fails, `dist/` is put back and the failure thrown. */
function complete(place: Place, journal: Journal): void {
  try {
    carry(place.committed, place.dist, journal, 'new');
    discard(place, place.committed);
  } catch (error) {
    rollBack(place, journal, (after) => faultsIn(error, place.project, after));
    throw new FaultsError(faultsIn(error, place.project, PUT_BACK));
  }
}

/** Puts the old files back; `cause` tells, with what became of `dist/`, why that was necessary. */
function rollBack(
  place: Place,
  journal: Journal,
  cause: (after: string) => readonly Fault[] = () => [],
): void {
  try {
    tolerate(['ENOENT'], () => renameSync(place.committed, place.undoing));
    carry(place.undoing, place.dist, journal, 'old');
    discard(place, place.undoing);
  } catch (error) {
    throw new FaultsError([...cause(HALF_WAY), ...faultsIn(error, place.project, HALF_WAY)]);
  }
}

/** Ends a run: from here on its folder means nothing. */
function discard(place: Place, folder: string): void {
  renameSync(folder, place.trash);
  // The run is over, whatever becomes of the trash: the next one empties it.
  quietly(() => rmSync(place.trash, { recursive: true, force: true }));
}
