import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Files } from '../../synth/plan';
import { MARK } from '../../synth/text';

/** Paths below a folder → text of the file; `→ target` for a link, `folder` for an empty folder. */
export type Tree = Readonly<Record<string, string>>;

/** Text that the writer knows as its own. */
export function rendered(text: string): string {
  return `${MARK}\n${text}\n`;
}

export function filesOf(tree: Tree): Files {
  return new Map(Object.entries(tree));
}

/** Three states of one `dist/`; between any two of them a file is added, changed, removed and kept. */
export const OLD: Tree = {
  'development/jobs/cronjob.batch_score.yaml': rendered('old: score'),
  'development/models/service_iris.yaml': rendered('same: iris'),
  'production/gone/secret_a.yaml': rendered('old: a'),
  'production/models/service_iris.yaml': rendered('old: iris'),
};
export const NEW: Tree = {
  'development/jobs/cronjob.batch_score.yaml': rendered('new: score, and longer'),
  'development/models/service_iris.yaml': rendered('same: iris'),
  'production/added/deep/secret_b.yaml': rendered('new: b'),
  'production/models/service_iris.yaml': rendered('new: iris, and longer'),
};
export const OTHER: Tree = {
  'development/jobs/cronjob.batch_score.yaml': rendered('other: score'),
  'staging/models/service_iris.yaml': rendered('other: iris'),
};

/** What people and their tools leave in `dist/`; `production/gone` must outlive the files that we had in it. */
export const FOREIGN: Tree = {
  '.DS_Store': 'finder',
  'production/gone/notes.txt': 'mine',
  'production/models/mine.yaml': `# a comment\n${MARK}\n`,
  'production/models/link.yaml': '→ service_iris.yaml',
};

const folders: string[] = [];

/** A temporary project with a `dist/` of these trees, written without the writer. */
export function newProject(...trees: readonly Tree[]): string {
  const project = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'synth-'));
  folders.push(project);
  for (const tree of trees) put(join(project, 'dist'), tree);
  return project;
}

/** Removes the temporary projects: for `afterAll`. */
export function removeProjects(): void {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
}

export function put(folder: string, tree: Tree): void {
  for (const [path, text] of Object.entries(tree)) {
    fs.mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (text.startsWith('→ ')) fs.symlinkSync(text.slice(2), join(folder, path));
    else fs.writeFileSync(join(folder, path), text);
  }
}

/** Everything below a folder, as {@link put} takes it. */
export function treeOf(folder: string): Tree {
  const tree: Record<string, string> = {};
  const visit = (prefix: string): void => {
    const entries = fs.existsSync(join(folder, prefix))
      ? fs.readdirSync(join(folder, prefix), { withFileTypes: true })
      : [];
    if (entries.length === 0 && prefix !== '') tree[prefix.slice(0, -1)] = 'folder';
    for (const entry of entries) {
      const path = prefix + entry.name;
      if (entry.isDirectory()) visit(`${path}/`);
      else if (entry.isSymbolicLink()) tree[path] = `→ ${fs.readlinkSync(join(folder, path))}`;
      else tree[path] = fs.readFileSync(join(folder, path), 'utf8');
    }
  };
  visit('');
  return tree;
}

export function distOf(project: string): Tree {
  return treeOf(join(project, 'dist'));
}

/** Which of the states a `dist/` with the foreign files is in, or `torn` where it is in none. */
export function stateIn(project: string, states: Readonly<Record<string, Tree>>): string {
  const tree = JSON.stringify(sorted(distOf(project)));
  const found = Object.entries(states).find(
    ([, state]) => tree === JSON.stringify(sorted({ ...FOREIGN, ...state })),
  );
  return found?.[0] ?? 'torn';
}

function sorted(tree: Tree): readonly (readonly [string, string])[] {
  return Object.entries(tree).sort(([left], [right]) => (left < right ? -1 : 1));
}
