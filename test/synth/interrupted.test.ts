import { cpSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { emit, type Recovery, recover } from '../../synth/emit';
import { EVERYTHING } from '../../synth/plan';
import { stateOf } from '../../synth/state';
import { FaultsError } from '../../values/fault';
import type { Task } from './child';
import { refusal, watched } from './fault-injection';
import { bundle, runChild } from './processes';
import {
  distOf,
  FOREIGN,
  filesOf,
  NEW,
  newProject,
  OLD,
  OTHER,
  removeProjects,
  stateIn,
  treeOf,
} from './project';

const child = bundle('child');

afterAll(() => {
  removeProjects();
  rmSync(dirname(child), { recursive: true });
});

/** The next command, by what `stateOf` says of a tree. */
const NEXT: Readonly<Record<string, Recovery>> = {
  'a run was interrupted before it changed `dist/`; the next `npm run synth` rolls it back': 'rolled-back',
  'a run was interrupted while it wrote `dist/`; the next `npm run synth` completes it': 'completed',
  'a run was interrupted while it put the old files back into `dist/`; the next `npm run synth` rolls it back':
    'rolled-back',
};

/** What the next command has to do with a project whose run was killed; it must not change anything to say so. */
function announced(project: string): Recovery | undefined {
  const before = treeOf(project);
  const state = stateOf(project);
  expect(treeOf(project)).toEqual(before);
  if (state.name === 'settled') return undefined;
  expect(state).toEqual({ name: 'interrupted', message: expect.any(String) });
  return NEXT[state.name === 'interrupted' ? state.message : ''];
}

/** Every file is whole: as it was or as it will be, and none is there or gone that should not be. */
function expectWholeFiles(project: string): void {
  const tree = distOf(project);
  expect(tree).toMatchObject(FOREIGN);
  for (const path of Object.keys({ ...OLD, ...NEW, ...tree })) {
    // Between its making and its first file a folder is empty.
    if (tree[path] !== 'folder') expect([OLD[path], NEW[path], FOREIGN[path]]).toContain(tree[path]);
  }
}

/** Kills the task in each of its calls, each time in a copy of the project; what was announced and the copy. */
function* killedEverywhere(prepared: string, task: Omit<Task, 'project'>): Generator<string> {
  for (let killAt = 1; ; killAt++) {
    const project = newProject();
    cpSync(prepared, project, { recursive: true, verbatimSymlinks: true });
    if (runChild(child, { ...task, project, killAt }) !== undefined) return;
    yield project;
  }
}

test('a run killed in any call leaves whole files, says so, and is completed or rolled back', () => {
  const seen: (Recovery | undefined)[] = [];
  for (const project of killedEverywhere(newProject(OLD, FOREIGN), { tree: NEW })) {
    expectWholeFiles(project);
    const next = announced(project);
    seen.push(next);
    if (next !== 'completed')
      expect(stateIn(project, { OLD, NEW })).toBe(seen.includes('completed') ? 'NEW' : 'OLD');
    const twin = newProject();
    cpSync(project, twin, { recursive: true, verbatimSymlinks: true });
    expect(recover(twin)).toBe(next);
    expect(stateIn(twin, { OLD, NEW })).toBe(seen.includes('completed') ? 'NEW' : 'OLD');
    expect(emit(project, filesOf(NEW), EVERYTHING).recovered).toBe(next);
    expect(stateIn(project, { NEW })).toBe('NEW');
    expect(stateOf(project)).toEqual({ name: 'settled' });
  }
  // Nothing to do, rolled back, completed, nothing to do: each phase has several calls, and none comes back.
  const phases = seen.filter((next, index) => index === 0 || next !== seen[index - 1]);
  expect(phases).toEqual([undefined, 'rolled-back', 'completed', undefined]);
  expect(seen.length).toBeGreaterThan(60);
}, 300_000);

/** The number of the last call that reads so, in a run from OLD to NEW that is refused one call. */
function numberOf(wanted: RegExp, failAt?: number): number {
  const project = newProject(OLD, FOREIGN);
  const calls: string[] = [];
  const run = () => emit(project, filesOf(NEW), EVERYTHING);
  try {
    watched((call) => {
      calls.push([call.name, ...call.args].join(' ').replaceAll(project, ''));
      if (call.number === failAt) throw refusal(call, 'EIO');
    }, run);
  } catch (error) {
    if (!(error instanceof FaultsError)) throw error;
  }
  return calls.findLastIndex((call) => wanted.test(call)) + 1;
}

test('a recovery killed in any call is taken up by the next command', () => {
  const lastFile = numberOf(/^renameSync .* \/dist\/.*_iris.yaml$/);
  const putBack = numberOf(/^renameSync \/.synth\/undoing\/old\//, lastFile);
  const interrupted: readonly Omit<Task, 'project'>[] = [
    { tree: NEW, killAt: numberOf(/^writeFileSync \/.synth\/staging\/journal/) },
    { tree: NEW, killAt: lastFile },
    { tree: NEW, failAt: lastFile, killAt: putBack },
  ];
  const firsts: (Recovery | undefined)[] = [];
  for (const task of interrupted) {
    const prepared = newProject(OLD, FOREIGN);
    expect(runChild(child, { ...task, project: prepared })).toBeUndefined();
    const first = announced(prepared);
    firsts.push(first);
    const end = first === 'completed' ? 'NEW' : 'OLD';
    let kills = 0;
    for (const project of killedEverywhere(prepared, {})) {
      expectWholeFiles(project);
      const next = announced(project);
      expect([first, undefined]).toContain(next);
      if (next === undefined) expect(stateIn(project, { OLD, NEW })).toBe(end);
      expect(emit(project, filesOf(OTHER), EVERYTHING).recovered).toBe(next);
      expect(stateIn(project, { OTHER })).toBe('OTHER');
      kills++;
    }
    expect(kills).toBeGreaterThan(10);
  }
  expect(firsts).toEqual(['rolled-back', 'completed', 'rolled-back']);
}, 300_000);
