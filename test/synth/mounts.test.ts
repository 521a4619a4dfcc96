import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Report } from './child';
import type { FullRun } from './fill-the-disk';
import { bundle, privateMounts, reportOf } from './processes';
import { FOREIGN, NEW, newProject, OLD, removeProjects, stateIn } from './project';

/*
 * What stops even root: mounts, made in a name space of their own, so that they are gone with its process. Left
 * out where that is not allowed: other tests inject the same failures.
 */
const mounts = privateMounts();
const whereMounts = mounts === undefined ? test.skip : test;
const child = bundle('child');
const fillTheDisk = bundle('fill-the-disk');

afterAll(() => {
  removeProjects();
  for (const program of [child, fillTheDisk]) rmSync(dirname(program), { recursive: true });
});

/** Runs a program, in `project`, on the mounts that a line of shell makes. */
function onMounts(project: string, mount: string, ...program: readonly string[]) {
  const [command = '', ...options] = mounts ?? [];
  const line = ['sh', '-ec', `${mount}; exec "$@"`, 'sh', process.execPath, ...program];
  return spawnSync(command, [...options, ...line], { cwd: project, encoding: 'utf8' });
}

/** A run to NEW on mounts. */
function runOn(project: string, mount: string): Report | undefined {
  return reportOf(onMounts(project, mount, child, JSON.stringify({ project, tree: NEW })));
}

/** A read-only mount of a folder on itself. */
function readOnly(folder: string): string {
  return `mount --bind ${folder} ${folder}; mount -o remount,ro,bind ${folder}`;
}

whereMounts('a disk that fills up, with any number of blocks left, leaves `dist/` as it was', () => {
  const folder = newProject();
  const { stdout, stderr } = onMounts(folder, 'mount -t tmpfs -o size=512k tmpfs .', fillTheDisk, folder);
  expect(stderr).toBe('');
  const runs: readonly FullRun[] = JSON.parse(stdout);
  for (const { freeBlocks, said, ...run } of runs) {
    const state = said === undefined ? 'NEW' : 'OLD';
    expect({ freeBlocks, ...run }).toEqual({ freeBlocks, state, name: 'settled', end: 'NEW' });
    if (said !== undefined)
      expect(said).toMatch(/must have room on its disk; .*ENOSPC\); `dist\/` is as it was$/);
  }
  expect(new Set(runs.map(({ state }) => state))).toEqual(new Set(['OLD', 'NEW']));
});

const READ_ONLY = 'must not be on a read-only file system; make that writable and run again';
const ELSEWHERE =
  'must be on the file system of `.synth/`, in the same mount; move the project to one file system and run again';
const UNTOUCHED = '`dist/` is as it was';

whereMounts.each([
  ['a read-only `dist/`', readOnly('dist'), 'dist/production', `${READ_ONLY} (access: EROFS); ${UNTOUCHED}`],
  [
    'a read-only folder in `dist/`',
    readOnly('dist/production/models'),
    'dist/production/models',
    `${READ_ONLY} (access: EROFS); ${UNTOUCHED}`,
  ],
  ['a read-only project', readOnly('.'), '.synth', `${READ_ONLY} (mkdir: EROFS); ${UNTOUCHED}`],
  [
    '`dist/` in a mount of its own on the same file system',
    'mount --bind dist dist',
    'dist/production/probe',
    `${ELSEWHERE} (rename: EXDEV); ${UNTOUCHED}`,
  ],
  [
    '`.synth/` on a file system of its own',
    'mount -t tmpfs tmpfs .synth',
    'dist/production/probe',
    `${ELSEWHERE} (rename: EXDEV); ${UNTOUCHED}`,
  ],
  [
    'a file of `dist/` that cannot be replaced',
    'cd dist/production/models; mount --bind service_iris.yaml service_iris.yaml',
    'dist/production/models/service_iris.yaml',
    'must work; mend what the system reports and run again (rename: EBUSY); ' +
      '`dist/` was put back as it was before that run',
  ],
])('%s is named, and everything in it is as it was', (name, mount, path, message) => {
  const project = newProject(OLD, FOREIGN);
  if (!name.includes('project')) mkdirSync(join(project, '.synth'));
  expect(runOn(project, mount)?.faults).toEqual([{ path, message }]);
  expect(stateIn(project, { OLD })).toBe('OLD');
  if (!name.includes('project')) expect(readdirSync(join(project, '.synth'))).toEqual([]);
  expect(runOn(project, 'true')).toMatchObject({ calls: expect.any(Number) });
  expect(stateIn(project, { NEW })).toBe('NEW');
});
