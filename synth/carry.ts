import { mkdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digestAt, type Journal, type Side } from './journal';
import { foldersOf } from './plan';
import { isOursAt, kindAt } from './scan';
import { Occupied, tolerate } from './trouble';

/**
 * Brings `dist/` to one side of a journal: each file by one rename, so that a reader finds the old one or the new
 * one. Whatever an earlier call already did is passed over, so it can be repeated after it was killed anywhere,
 * and called for the old side after it failed for the new one.
 *
 * @throws Occupied when something foreign has come into the place of a file
 */
export function carry(folder: string, dist: string, journal: Journal, side: Side): void {
  const gone = journal.filter((step) => step[side] === undefined).map((step) => step.path);
  for (const path of gone) if (isOursAt(join(dist, path))) unlinkSync(join(dist, path));
  journal.forEach((step, number) => {
    const wanted = step[side];
    if (wanted !== undefined) bring(join(folder, side, String(number)), join(dist, step.path), wanted);
  });
  prune(dist, gone);
}

function bring(source: string, target: string, wanted: string): void {
  // What is right already may be just what could not be replaced.
  if (digestAt(target) === wanted) return;
  if (kindAt(target) !== undefined && !isOursAt(target)) throw new Occupied(target);
  if (kindAt(dirname(target)) === undefined) mkdirSync(dirname(target), { recursive: true });
  renameSync(source, target);
}

/** Removes the folders of these paths that are empty now, innermost first; never `dist/` itself. */
function prune(dist: string, paths: readonly string[]): void {
  for (const folder of [...new Set(paths.flatMap(foldersOf))].sort().reverse()) {
    // POSIX lets a system say either of two when a folder is not empty.
    tolerate(['ENOENT', 'ENOTEMPTY', 'EEXIST'], () => rmdirSync(join(dist, folder)));
  }
}
