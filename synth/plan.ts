import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, FaultsError } from '../values/fault';
import { placeOf } from './place';
import { isOurs, isOursAt, type Kind, scan } from './scan';
import { MARK } from './text';
import { UNTOUCHED, withFaults } from './trouble';

/** What is rendered: path below `dist/`, with `/` between its parts → text of the file, first line the mark. */
export type Files = ReadonlyMap<string, string>;

/** What a run may add, change and remove; all else in `dist/` stays as it is. */
export interface Scope {
  /** Whether the file of that path below `dist/` is within the run's reach. */
  includes(path: string): boolean;
}

/** The scope of a run that reaches everything. */
export const EVERYTHING: Scope = { includes: () => true };

/** What a run has to do: paths below `dist/` within its scope, each list in code unit order. */
export interface Plan {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  /** Ours, and rendered by nobody any more. */
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  /** Not ours: files without the mark, links, devices. Never written, moved, removed or followed. */
  readonly foreign: readonly string[];
}

/**
 * Compares `dist/` of a project with what is rendered. Reads only.
 *
 * @throws FaultsError that names every path where something foreign stands in the way of a rendered file
 */
export function plan(project: string, files: Files, scope: Scope): Plan {
  return withFaults(project, UNTOUCHED, () => compare(placeOf(project).dist, files, scope));
}

function compare(dist: string, files: Files, scope: Scope): Plan {
  const wanted = new Map([...files].filter(([path]) => scope.includes(path)));
  demand([...wanted].flatMap(([path, text]) => mistakes(path, text)));
  const found = scan(dist);
  const verdicts = new Map<string, keyof Plan>();
  for (const [path, kind] of found) {
    if (kind === 'folder' || !scope.includes(path)) continue;
    verdicts.set(path, kind === 'file' ? verdictOn(join(dist, path), wanted.get(path)) : 'foreign');
  }
  for (const path of wanted.keys()) if (!found.has(path)) verdicts.set(path, 'added');
  demand(obstacles([...wanted.keys()], found, verdicts));
  const all = [...verdicts.keys()].sort();
  const list = (verdict: keyof Plan) => all.filter((path) => verdicts.get(path) === verdict);
  return {
    added: list('added'),
    changed: list('changed'),
    removed: list('removed'),
    unchanged: list('unchanged'),
    foreign: list('foreign'),
  };
}

function verdictOn(path: string, wanted: string | undefined): keyof Plan {
  if (wanted === undefined) return isOursAt(path) ? 'removed' : 'foreign';
  const bytes = readFileSync(path);
  if (!isOurs(bytes)) return 'foreign';
  return bytes.equals(Buffer.from(wanted)) ? 'unchanged' : 'changed';
}

/** Rendered files that could not be told from foreign ones later, or would leave `dist/`. */
function mistakes(path: string, text: string): Fault[] {
  const parts = path.split('/');
  const faults: Fault[] = [];
  if (parts.some((part) => ['', '.', '..'].includes(part))) {
    faults.push({
      path: 'dist',
      message: `a rendered path must lead below \`dist/\`, got '${path}'; use pathOf`,
    });
  }
  if (!isOurs(Buffer.from(text))) {
    faults.push({ path: `dist/${path}`, message: `the first line must be '${MARK}'; use textOf` });
  }
  return faults;
}

/** Whatever stands where a rendered file, or a folder on its way, has to be. */
function obstacles(
  wanted: readonly string[],
  found: ReadonlyMap<string, Kind>,
  verdicts: ReadonlyMap<string, keyof Plan>,
): Fault[] {
  const files = new Set(wanted);
  const faults = new Map<string, Fault>();
  const refuse = (path: string, message: string) => faults.set(path, { path: `dist/${path}`, message });
  for (const path of wanted) {
    for (const folder of foldersOf(path)) {
      if (files.has(folder))
        refuse(folder, `must not be a file and the folder of '${path}'; rename one of them`);
      else if ((found.get(folder) ?? 'folder') !== 'folder') {
        refuse(
          folder,
          'must be a folder of rendered files, and something else is there; move it away and run again',
        );
      }
    }
    if (found.get(path) === 'folder' || verdicts.get(path) === 'foreign') {
      refuse(
        path,
        'must be free for a rendered file, and something of yours is there; move it away and run again',
      );
    }
  }
  return [...faults.values()];
}

/** The folders on the way to a path, outermost first: `a/b/c` → `a`, `a/b`. */
export function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function demand(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new FaultsError(faults);
}
