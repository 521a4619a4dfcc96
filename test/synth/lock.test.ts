import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { holderOf, takeLock } from '../../synth/lock';
import { stateOf } from '../../synth/state';
import { FaultsError } from '../../values/fault';
import type { Contest } from './contender';
import { watched } from './fault-injection';
import { bundle, runChild } from './processes';
import { FOREIGN, NEW, newProject, OLD, OTHER, removeProjects, stateIn } from './project';

const bundles: string[] = [];
const scratches: string[] = [];
const running: ChildProcess[] = [];

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  removeProjects();
  for (const folder of [...bundles.map((file) => dirname(file)), ...scratches])
    rmSync(folder, { recursive: true });
});

function program(name: string): string {
  const file = bundle(name);
  bundles.push(file);
  return file;
}

function newScratch(): string {
  const scratch = mkdtempSync(join(realpathSync(tmpdir()), 'synth-lock-'));
  scratches.push(scratch);
  return scratch;
}

function start(command: string, args: readonly string[]): ChildProcess {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  running.push(child);
  return child;
}

/** The next that a process says. */
async function said(child: ChildProcess): Promise<string> {
  const chunks = child.stdout === null ? [] : await once(child.stdout, 'data');
  return String(chunks[0]).trim();
}

/** The function that releases the lock of a scratch folder; undefined where it could not be taken. */
function take(scratch: string): (() => void) | undefined {
  try {
    return takeLock(scratch);
  } catch (error) {
    if (error instanceof FaultsError) return undefined;
    throw error;
  }
}

/** Whether the lock of a scratch folder could be taken; it is not released. */
function takes(scratch: string): boolean {
  return take(scratch) !== undefined;
}

function busy(number: number, process: string): string {
  return (
    `.synth/lock.${number}: two runs must not write \`dist/\` at once, and process ${process} is at it; ` +
    'wait until it ends and run again, or remove the lock if that process is something else'
  );
}

/** A process that has ended, and whose number nobody has yet. */
function deadPid(): number {
  return spawnSync('true').pid;
}

test('of two runs at once the second fails at once and names the first', async () => {
  const child = program('child');
  const project = newProject(OLD, FOREIGN);
  const first = start(process.execPath, [child, JSON.stringify({ project, tree: NEW, hold: true })]);
  expect(await said(first)).toBe('held');
  expect(stateOf(project)).toEqual({ name: 'running', pid: first.pid });
  const second = runChild(child, { project, tree: OTHER });
  expect(second?.faults?.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    busy(1, `${first.pid}`),
  ]);
  expect(stateIn(project, { OLD })).toBe('OLD');
  const report = said(first);
  first.stdin?.end();
  expect(JSON.parse(await report)).toEqual({ calls: expect.any(Number) });
  expect(stateIn(project, { NEW })).toBe('NEW');
  expect(stateOf(project)).toEqual({ name: 'settled' });
});

test('the lock of a process that is dead is taken over, and goes', () => {
  const scratch = newScratch();
  symlinkSync(`${deadPid()} 1 ${hostname()}`, join(scratch, 'lock.7'));
  const release = takeLock(scratch);
  expect(readdirSync(scratch)).toEqual(['lock.8']);
  expect(holderOf(scratch)).toBe(process.pid);
  release();
  expect(readdirSync(scratch)).toEqual([]);
  expect(holderOf(scratch)).toBeUndefined();
});

const onLinux = existsSync('/proc/self/stat') ? test : test.skip;

onLinux('the lock of a process whose number another process has now is taken over', () => {
  const scratch = newScratch();
  symlinkSync(`${process.pid} 1 ${hostname()}`, join(scratch, 'lock.1'));
  expect(holderOf(scratch)).toBeUndefined();
  expect(takes(scratch)).toBe(true);
});

onLinux(
  'the lock of a process that was killed and that its parent has not buried is taken over',
  async () => {
    // It ends once its parent is a program that never asks for it.
    const last = '(until [ "$(cat /proc/$$/comm)" = sleep ]; do :; done) & echo $!; exec sleep 600';
    const parent = start('sh', ['-c', last]);
    const pid = await said(parent);
    const stat = () => readFileSync(`/proc/${pid}/stat`, 'latin1').split(' ');
    while (stat()[2] !== 'Z') await new Promise((resolve) => setTimeout(resolve, 5));
    const scratch = newScratch();
    symlinkSync(`${pid} ${stat()[21]} ${hostname()}`, join(scratch, 'lock.1'));
    expect(takes(scratch)).toBe(true);
  },
);

test('without start times a process counts as the one that took the lock', () => {
  const scratch = newScratch();
  symlinkSync(`${process.pid} - ${hostname()}`, join(scratch, 'lock.1'));
  expect(takes(scratch)).toBe(false);
  expect(holderOf(scratch)).toBe(process.pid);
});

test('the process of another user holds its lock', () => {
  const scratch = newScratch();
  symlinkSync(`${deadPid()} - ${hostname()}`, join(scratch, 'lock.1'));
  const refusal = Object.assign(new Error('EPERM'), { code: 'EPERM', syscall: 'kill' });
  const kill = jest.spyOn(process, 'kill').mockImplementation(() => {
    throw refusal;
  });
  try {
    expect(takes(scratch)).toBe(false);
  } finally {
    kill.mockRestore();
  }
});

test('the lock of another machine is never taken over', () => {
  const scratch = newScratch();
  symlinkSync(`${deadPid()} 1 elsewhere`, join(scratch, 'lock.3'));
  expect(() => takeLock(scratch)).toThrow(/process \d+ on elsewhere is at it; wait until it ends/);
});

test.each([
  ['a file', (path: string) => writeFileSync(path, '')],
  ['a link to somewhere', (path: string) => symlinkSync('../dist', path)],
])('%s in the place of a lock is named', (_, make) => {
  const scratch = newScratch();
  make(join(scratch, 'lock.1'));
  expect(() => takeLock(scratch)).toThrow(
    '.synth/lock.1: must be a lock that a run made, got something else; remove it and run again',
  );
});

/** What other processes do while one is between two calls of taking the lock; whether one of them then holds it. */
const INTERRUPTIONS: readonly (readonly [string, (scratch: string) => boolean])[] = [
  ['another takes it', takes],
  [
    'another takes and releases it',
    (scratch) => {
      take(scratch)?.();
      return false;
    },
  ],
  [
    'another takes and releases it, and a third takes it',
    (scratch) => {
      take(scratch)?.();
      return takes(scratch);
    },
  ],
];

test.each(INTERRUPTIONS)(
  'between any two calls of taking a lock, %s: never do two hold it',
  (_, interrupt) => {
    for (const stale of [false, true]) {
      for (let turn = 1, made = turn; made >= turn; turn++) {
        const scratch = newScratch();
        if (stale) symlinkSync(`${deadPid()} 1 ${hostname()}`, join(scratch, 'lock.1'));
        let taken = false;
        const mine = watched(
          ({ number }) => {
            made = number;
            if (number === turn) taken = interrupt(scratch);
          },
          () => takes(scratch),
        );
        expect([turn, Number(mine) + Number(taken)]).toEqual([turn, 1]);
      }
    }
  },
);

test('processes that fight for a lock, and die with it, are never inside together', async () => {
  const file = program('contender');
  const scratch = newScratch();
  const contests: readonly Contest[] = [
    { scratch, rounds: 100 },
    { scratch, rounds: 100 },
    { scratch, rounds: 100, killIn: 20 },
    { scratch, rounds: 100, killIn: 40 },
  ];
  const children = contests.map((contest) => start(process.execPath, [file, JSON.stringify(contest)]));
  const ends = await Promise.all(children.map((child) => once(child, 'exit')));
  expect(ends).toEqual([
    [0, null],
    [0, null],
    [null, 'SIGKILL'],
    [null, 'SIGKILL'],
  ]);
}, 60_000);
