import { chmodSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { emit, recover } from '../../synth/emit';
import { EVERYTHING } from '../../synth/plan';
import { stateOf } from '../../synth/state';
import { FaultsError } from '../../values/fault';
import { type Call, refusal, watched } from './fault-injection';
import { FOREIGN, filesOf, NEW, newProject, OLD, put, removeProjects, stateIn } from './project';

afterAll(removeProjects);

const UNTOUCHED = '`dist/` is as it was';
const PUT_BACK = '`dist/` was put back as it was before that run';
const HALF_WAY =
  '`dist/` holds files from before and after, each of them whole; the next run brings it to one side';

interface Ending {
  readonly project: string;
  /** The call that was refused first; absent where the run made fewer. */
  readonly refused?: Call;
  /** What the run said; absent where it succeeded. */
  readonly said?: string;
}

/** Runs from OLD to NEW in a new project, with the system refusing some calls. */
function runWith(refuses: (call: Call) => string | undefined): Ending {
  const project = newProject(OLD, FOREIGN);
  let refused: Call | undefined;
  const before = (call: Call) => {
    const code = refuses(call);
    if (code === undefined) return;
    refused ??= call;
    throw refusal(call, code);
  };
  const ending = () => ({ project, ...(refused === undefined ? {} : { refused }) });
  try {
    watched(before, () => emit(project, filesOf(NEW), EVERYTHING));
    return ending();
  } catch (error) {
    if (error instanceof FaultsError) return { ...ending(), said: error.message };
    throw error;
  }
}

/** One run for each call that a run makes, until there are no more. */
function* eachCall(refuses: (call: Call, number: number) => string | undefined): Generator<Ending> {
  for (let number = 1; ; number++) {
    const ending = runWith((call) => refuses(call, number));
    if (ending.refused === undefined) return;
    yield ending;
  }
}

/** The call that brings the last of the new files to `dist/`. */
function bringsIris({ name, args: [from, to] }: Call): boolean {
  return name === 'renameSync' && String(from).includes('committed/new') && String(to).endsWith('_iris.yaml');
}

/** What happens to the lock when the process that failed ends. */
function endProcess(project: string): void {
  const scratch = join(project, '.synth');
  for (const name of statSync(scratch, { throwIfNoEntry: false }) ? readdirSync(scratch) : []) {
    if (name.startsWith('lock.')) rmSync(join(scratch, name));
  }
}

test('a run that meets a refusal in any one call leaves `dist/` as it was', () => {
  const codes = ['ENOSPC', 'EACCES', 'EIO', 'EROFS'];
  const codeOf = (number: number) => codes[number % codes.length];
  const afters = new Set<string>();
  for (const { project, refused, said } of eachCall(({ number }, turn) =>
    number === turn ? codeOf(turn) : undefined,
  )) {
    const told = `${refused?.number} ${refused?.name}`;
    expect([told, stateIn(project, { OLD, NEW })]).toEqual([told, said === undefined ? 'NEW' : 'OLD']);
    if (said !== undefined) {
      expect(said).toContain(`: ${codeOf(refused?.number ?? 0)})`);
      afters.add(said.slice(said.indexOf('; `dist/`') + 2));
    }
    endProcess(project);
    expect(stateOf(project)).toEqual({ name: 'settled' });
    expect(emit(project, filesOf(NEW), EVERYTHING).recovered).toBeUndefined();
    expect(stateIn(project, { NEW })).toBe('NEW');
  }
  expect(afters).toEqual(new Set([UNTOUCHED, PUT_BACK]));
});

test('a run whose calls all fail from any one on leaves what the next run brings to one side', () => {
  const states = new Set<string>();
  for (const { project, said } of eachCall(({ number }, turn) => (number >= turn ? 'EIO' : undefined))) {
    const state = stateIn(project, { OLD, NEW });
    states.add(state);
    if (said === undefined) expect(state).toBe('NEW');
    else if (state === 'torn') expect(said).toContain(HALF_WAY);
    endProcess(project);
    const recovered = recover(project);
    if (recovered === undefined) expect(stateIn(project, { OLD, NEW })).toBe(state);
    else expect(stateIn(project, { OLD, NEW })).toBe(recovered === 'completed' ? 'NEW' : 'OLD');
    emit(project, filesOf(NEW), EVERYTHING);
    expect(stateIn(project, { NEW })).toBe('NEW');
  }
  expect(states).toEqual(new Set(['OLD', 'torn', 'NEW']));
});

test('a disk that is full from any one write on leaves `dist/` as it was', () => {
  let writes = 0;
  const full = eachCall(({ number, name }, turn) =>
    /^(write|mkdir|link|symlink|copyFile)/.test(name) && number >= turn ? 'ENOSPC' : undefined,
  );
  for (const { project, said } of full) {
    writes++;
    expect(said).toContain('must have room on its disk; free some space and run again');
    expect(stateIn(project, { OLD })).toBe('OLD');
  }
  expect(writes).toBeGreaterThan(20);
});

test('a file that was put back is the same file', () => {
  const path = 'dist/development/jobs/cronjob.batch_score.yaml';
  let before: number | undefined;
  const { project, said } = runWith((call) => {
    if (call.number === 1) {
      const file = join(dirname(String(call.args[0])), path);
      utimesSync(file, 1, 1);
      before = statSync(file).ino;
    }
    return bringsIris(call) ? 'EIO' : undefined;
  });
  expect(said).toBe(
    `dist/production/models/service_iris.yaml: must work; mend what the system reports and run again (rename: EIO); ${PUT_BACK}`,
  );
  expect(statSync(join(project, path))).toMatchObject({ ino: before, mtimeMs: 1000 });
});

test('where the file system has no hard links, files are put back from copies', () => {
  const { project, said } = runWith(({ name, args }) => {
    if (name === 'linkSync') return 'EPERM';
    return name === 'rmdirSync' && String(args[0]).endsWith('gone') ? 'EACCES' : undefined;
  });
  expect(said).toBe(
    `dist/production/gone: must be open to you; change its owner or its permissions and run again (rmdir: EACCES); ${PUT_BACK}`,
  );
  expect(stateIn(project, { OLD })).toBe('OLD');
});

test('a defect is not dressed up as a fault, and `dist/` is put back', () => {
  const project = newProject(OLD, FOREIGN);
  const defect = new TypeError('a defect');
  const run = () =>
    watched(
      (call) => {
        if (bringsIris(call)) throw defect;
      },
      () => emit(project, filesOf(NEW), EVERYTHING),
    );
  expect(run).toThrow(defect);
  expect(stateIn(project, { OLD })).toBe('OLD');
});

/** Root may write everywhere; see mounts.test.ts for what stops root. */
const unlessRoot = process.getuid?.() === 0 ? test.skip : test;

unlessRoot('a folder without write permission is named before anything changes', () => {
  const project = newProject(OLD, FOREIGN);
  chmodSync(join(project, 'dist/production/models'), 0o555);
  const run = () => emit(project, filesOf(NEW), EVERYTHING);
  try {
    expect(run).toThrow(
      `dist/production/models: must be open to you; change its owner or its permissions and run again (access: EACCES); ${UNTOUCHED}`,
    );
    expect(readdirSync(join(project, '.synth'))).toEqual([]);
  } finally {
    chmodSync(join(project, 'dist/production/models'), 0o755);
  }
  expect(stateIn(project, { OLD })).toBe('OLD');
});

test('a scratch folder that is a file is named', () => {
  const project = newProject(OLD);
  put(project, { '.synth': 'mine' });
  expect(() => emit(project, filesOf(NEW), EVERYTHING)).toThrow(
    `.synth: must be a folder, and something else is there; move it away and run again (scandir: ENOTDIR); ${UNTOUCHED}`,
  );
  expect(readFileSync(join(project, '.synth'), 'utf8')).toBe('mine');
});
