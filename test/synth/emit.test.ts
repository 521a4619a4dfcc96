import { mkdirSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emit } from '../../synth/emit';
import { EVERYTHING, plan, type Scope } from '../../synth/plan';
import { FaultsError } from '../../values/fault';
import { watched } from './fault-injection';
import {
  distOf,
  FOREIGN,
  filesOf,
  NEW,
  newProject,
  OLD,
  put,
  removeProjects,
  rendered,
  treeOf,
} from './project';

afterAll(removeProjects);

const EXPECTED_PLAN = {
  added: ['production/added/deep/secret_b.yaml'],
  changed: ['development/jobs/cronjob.batch_score.yaml', 'production/models/service_iris.yaml'],
  removed: ['production/gone/secret_a.yaml'],
  unchanged: ['development/models/service_iris.yaml'],
  foreign: [
    '.DS_Store',
    'production/gone/notes.txt',
    'production/models/link.yaml',
    'production/models/mine.yaml',
  ],
};

/** The faults of a run that must fail, each on a line. */
function faultsOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof FaultsError) return error.message.split('\n');
    throw error;
  }
  throw new Error('the run must fail, and did not');
}

test('a plan names what to add, change and remove, and changes nothing', () => {
  const project = newProject(OLD, FOREIGN);
  const writers: string[] = [];
  const made = watched(
    ({ name }) => {
      if (!/^(lstat|stat|readdir|open|read|readFile|close)Sync$/.test(name)) writers.push(name);
    },
    () => plan(project, filesOf(NEW), EVERYTHING),
  );
  expect(made).toEqual(EXPECTED_PLAN);
  expect(writers).toEqual([]);
  expect(treeOf(project)).toEqual(treeOf(newProject(OLD, FOREIGN)));
});

test('a run does what the plan says and leaves foreign files', () => {
  const project = newProject(OLD, FOREIGN);
  expect(emit(project, filesOf(NEW), EVERYTHING)).toEqual({ plan: EXPECTED_PLAN });
  expect(distOf(project)).toEqual({ ...NEW, ...FOREIGN });
  expect(readdirSync(join(project, '.synth'))).toEqual([]);
});

test('a first run makes `dist/`', () => {
  const project = newProject();
  expect(emit(project, filesOf(NEW), EVERYTHING).plan.added).toEqual(Object.keys(NEW).sort());
  expect(distOf(project)).toEqual(NEW);
});

test('files that did not change are not rewritten, and a second run writes nothing', () => {
  const project = newProject(OLD, FOREIGN);
  const path = join(project, 'dist/development/models/service_iris.yaml');
  utimesSync(path, 1, 1);
  const { ino } = statSync(path);
  emit(project, filesOf(NEW), EVERYTHING);
  expect(statSync(path)).toMatchObject({ ino, mtimeMs: 1000 });
  const changes: string[] = [];
  watched(
    ({ name, args }) => {
      if (/^(write|writeFile|rename|link|unlink|rmdir|copyFile)Sync$/.test(name))
        changes.push(String(args[0]));
    },
    () => emit(project, filesOf(NEW), EVERYTHING),
  );
  expect(changes).toEqual([join(project, '.synth/lock.1')]);
});

test('folders that become empty go, folders that someone uses or made empty stay', () => {
  const project = newProject({
    'a/b/c/file.yaml': rendered('c'),
    'a/file.yaml': rendered('a'),
    'd/e/file.yaml': rendered('e'),
    'd/e/.gitkeep': '',
  });
  mkdirSync(join(project, 'dist/empty'));
  emit(project, filesOf({ 'a/file.yaml': rendered('a') }), EVERYTHING);
  expect(distOf(project)).toEqual({ 'a/file.yaml': rendered('a'), 'd/e/.gitkeep': '', empty: 'folder' });
});

test('a narrowed run changes nothing beyond its scope', () => {
  const project = newProject(OLD, FOREIGN);
  const scope: Scope = { includes: (path) => path.startsWith('production/models/') };
  expect(emit(project, filesOf(NEW), scope).plan).toEqual({
    added: [],
    changed: ['production/models/service_iris.yaml'],
    removed: [],
    unchanged: [],
    foreign: ['production/models/link.yaml', 'production/models/mine.yaml'],
  });
  const path = 'production/models/service_iris.yaml';
  expect(distOf(project)).toEqual({ ...OLD, ...FOREIGN, [path]: NEW[path] });
});

test('everything foreign in the way of a rendered file is named, and nothing is changed', () => {
  const project = newProject(OLD, { 'a/file.yaml': 'mine', 'a/folder.yaml/x': 'mine', 'a/b': 'mine' });
  const outside = newProject({ 'c/file.yaml': rendered('elsewhere') });
  symlinkSync(join(outside, 'dist/c'), join(project, 'dist/c'));
  symlinkSync(join(outside, 'dist/c/file.yaml'), join(project, 'dist/a/link.yaml'));
  const before = treeOf(project);
  const paths = ['a/file.yaml', 'a/folder.yaml', 'a/link.yaml', 'a/b/file.yaml', 'c/file.yaml', 'new.yaml'];
  const files = new Map(paths.map((path) => [path, rendered('new')]));
  const occupied =
    'must be free for a rendered file, and something of yours is there; move it away and run again';
  const folder =
    'must be a folder of rendered files, and something else is there; move it away and run again';
  expect(faultsOf(() => emit(project, files, EVERYTHING))).toEqual([
    `dist/a/file.yaml: ${occupied}`,
    `dist/a/folder.yaml: ${occupied}`,
    `dist/a/link.yaml: ${occupied}`,
    `dist/a/b: ${folder}`,
    `dist/c: ${folder}`,
  ]);
  expect(treeOf(project)).toEqual({ ...before, '.synth': 'folder' });
  expect(distOf(outside)).toEqual({ 'c/file.yaml': rendered('elsewhere') });
});

test('a link to a folder of ours is not followed when its files are no longer rendered', () => {
  const project = newProject(OLD);
  const outside = newProject(OLD);
  symlinkSync(join(outside, 'dist'), join(project, 'dist/elsewhere'));
  expect(emit(project, filesOf({}), EVERYTHING).plan.foreign).toEqual(['elsewhere']);
  expect(distOf(outside)).toEqual(OLD);
});

test.each([
  ['a link', (path: string) => symlinkSync('elsewhere', path)],
  ['a file', (path: string) => writeFileSync(path, 'mine')],
])('`dist` must not be %s', (_, make) => {
  const project = newProject();
  make(join(project, 'dist'));
  expect(faultsOf(() => emit(project, filesOf(NEW), EVERYTHING))).toEqual([
    'dist: must be a folder, got a file or a link; move it away and run again',
  ]);
});

test.each([
  ['../x.yaml', rendered('x'), "dist: a rendered path must lead below `dist/`, got '../x.yaml'; use pathOf"],
  ['/x.yaml', rendered('x'), "dist: a rendered path must lead below `dist/`, got '/x.yaml'; use pathOf"],
  [
    'x.yaml',
    'kind: Service\n',
    "dist/x.yaml: the first line must be '# Rendered by `npm run synth`; do not edit.'; use textOf",
  ],
])('the rendered file %s is refused when it could not be told from foreign ones', (path, text, message) => {
  expect(faultsOf(() => emit(newProject(), new Map([[path, text]]), EVERYTHING))).toEqual([message]);
});

test('a rendered file must not be the folder of another', () => {
  const files = filesOf({ a: rendered('a'), 'a/b': rendered('b') });
  expect(faultsOf(() => emit(newProject(), files, EVERYTHING))).toEqual([
    "dist/a: must not be a file and the folder of 'a/b'; rename one of them",
  ]);
});

test('a file of ours that someone edited, or that git gave other line ends, is rendered again', () => {
  const text = NEW['production/models/service_iris.yaml'] ?? '';
  const project = newProject({ 'a.yaml': text.replaceAll('\n', '\r\n'), 'b.yaml': `${text}edited` });
  expect(emit(project, filesOf({ 'a.yaml': text, 'b.yaml': text }), EVERYTHING).plan.changed).toHaveLength(2);
  expect(distOf(project)).toEqual({ 'a.yaml': text, 'b.yaml': text });
});

test('a foreign file that turns up while a run is at it is not overwritten, and the run is rolled back', () => {
  const project = newProject(OLD, FOREIGN);
  const path = 'production/added/deep/secret_b.yaml';
  const work = () => emit(project, filesOf(NEW), EVERYTHING);
  const run = () =>
    watched(({ name, args }) => {
      if (name === 'renameSync' && String(args[1]).endsWith('committed'))
        put(join(project, 'dist'), { [path]: 'mine' });
    }, work);
  expect(faultsOf(run)).toEqual([
    `dist/${path}: must be free for \`npm run synth\`, and something of yours has come there; ` +
      'move it away and run again (rename: EEXIST); `dist/` was put back as it was before that run',
  ]);
  expect(distOf(project)).toEqual({ ...OLD, ...FOREIGN, [path]: 'mine' });
  rmSync(join(project, 'dist/production/added'), { recursive: true });
  expect(work()).toEqual({ plan: EXPECTED_PLAN });
});
