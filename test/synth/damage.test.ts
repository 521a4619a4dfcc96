import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emit } from '../../synth/emit';
import { stage } from '../../synth/journal';
import { EVERYTHING, plan } from '../../synth/plan';
import { stateOf } from '../../synth/state';
import { FaultsError } from '../../values/fault';
import { distOf, FOREIGN, filesOf, NEW, newProject, OLD, put, removeProjects, treeOf } from './project';

afterAll(removeProjects);

const REMEDY =
  'put `dist/` back with `git restore dist`, remove `.synth/` and run again (the sources render everything)';
const ADDED = 'dist/production/added/deep/secret_b.yaml';

/** A project whose run from OLD to NEW was killed right after its commit point, or as it began to roll back. */
function interrupted(name: 'committed' | 'undoing'): string {
  const project = newProject(OLD, FOREIGN);
  const folder = join(project, '.synth', name);
  stage(folder, join(project, 'dist'), plan(project, filesOf(NEW), EVERYTHING), filesOf(NEW));
  return project;
}

/** What the next run says; it must change nothing. */
function refused(project: string): string {
  const before = treeOf(project);
  let said = 'the run must fail, and did not';
  try {
    emit(project, filesOf(NEW), EVERYTHING);
  } catch (error) {
    if (!(error instanceof FaultsError)) throw error;
    said = error.message;
  }
  expect(treeOf(project)).toEqual(before);
  return said;
}

test.each(['committed', 'undoing'] as const)(
  'what was %s can be finished while nothing is damaged',
  (name) => {
    const project = interrupted(name);
    const recovered = name === 'committed' ? 'completed' : 'rolled-back';
    expect(emit(project, filesOf(NEW), EVERYTHING).recovered).toBe(recovered);
    expect(distOf(project)).toEqual({ ...NEW, ...FOREIGN });
  },
);

test.each([
  ['truncated', (text: string) => text.slice(0, -1), 'must be whole, and is damaged'],
  ['cut in its first line', (text: string) => text.slice(0, 20), 'must be whole, and is damaged'],
  ['empty', () => '', 'must be whole, and is damaged'],
  ['changed', (text: string) => text.replace('production', 'elsewhere!'), 'must be whole, and is damaged'],
  [
    'of a later version',
    (text: string) => text.replace('journal-1', 'journal-2'),
    "must be 'journal-1', got 'journal-2'",
  ],
])('a journal that is %s is refused', (_, damage, fault) => {
  const project = interrupted('committed');
  const journal = join(project, '.synth/committed/journal');
  writeFileSync(journal, damage(readFileSync(journal, 'utf8')));
  expect(refused(project)).toBe(`.synth: the journal of an interrupted run ${fault}; ${REMEDY}`);
  expect(stateOf(project).name).toBe('interrupted');
});

test('a missing journal is refused', () => {
  const project = interrupted('committed');
  rmSync(join(project, '.synth/committed/journal'));
  expect(refused(project)).toContain('must be whole, and is damaged');
});

test.each([
  ['missing', (path: string) => rmSync(path)],
  ['empty, as after a power cut', (path: string) => writeFileSync(path, '')],
])('a staged file that is %s is refused', (_, damage) => {
  const project = interrupted('committed');
  damage(join(project, '.synth/committed/new/0'));
  expect(refused(project)).toBe(`${ADDED}: the new text of an interrupted run must be there; ${REMEDY}`);
});

test('a lost backup is refused where `dist/` no longer has the file', () => {
  const project = interrupted('undoing');
  rmSync(join(project, '.synth/undoing/old/3'));
  rmSync(join(project, 'dist/production/gone/secret_a.yaml'));
  expect(refused(project)).toBe(
    `dist/production/gone/secret_a.yaml: the old text of an interrupted run must be there; ${REMEDY}`,
  );
});

test('a run that was brought over already needs its staged files no more', () => {
  const project = interrupted('committed');
  renameSync(
    join(project, '.synth/committed/new/1'),
    join(project, 'dist/development/jobs/cronjob.batch_score.yaml'),
  );
  expect(emit(project, filesOf(NEW), EVERYTHING).recovered).toBe('completed');
  expect(distOf(project)).toEqual({ ...NEW, ...FOREIGN });
});

test.each([
  ['in the place of a file', ADDED, ADDED],
  ['in the place of a folder', 'dist/production/added', ADDED],
  [
    'in the place of a file that is to go',
    'dist/production/gone/secret_a.yaml',
    'dist/production/gone/secret_a.yaml',
  ],
])('what someone put %s since is not touched', (_, path, named) => {
  const project = interrupted('committed');
  rmSync(join(project, path), { force: true });
  put(project, { [path]: 'mine' });
  expect(refused(project)).toBe(
    `${named}: must be free for \`npm run synth\`, and something of yours has come there; move it away and run again`,
  );
});

test('a failure after a recovery tells of both', () => {
  const project = interrupted('committed');
  const files = new Map([['production/models/mine.yaml', NEW['development/models/service_iris.yaml'] ?? '']]);
  expect(() => emit(project, files, EVERYTHING)).toThrow(
    'dist: an interrupted run was completed first; then this run failed\n' +
      'dist/production/models/mine.yaml: must be free for a rendered file, and something of yours is there; ' +
      'move it away and run again',
  );
  expect(distOf(project)).toEqual({ ...NEW, ...FOREIGN });
});

test('an interrupted project can be moved: the journal knows no absolute path', () => {
  const project = interrupted('committed');
  const moved = newProject();
  cpSync(project, moved, { recursive: true, verbatimSymlinks: true });
  rmSync(project, { recursive: true });
  expect(emit(moved, filesOf(NEW), EVERYTHING).recovered).toBe('completed');
  expect(distOf(moved)).toEqual({ ...NEW, ...FOREIGN });
});
