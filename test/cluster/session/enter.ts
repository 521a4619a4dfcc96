import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { inCgroup, makeCgroup } from './cgroups';
import { end } from './clean-up';
import { birthOf, createSession, recordHolders, type Session } from './session';

/** Ends with the process that started it, also when that is killed. */
const DIES_WITH_PARENT = ['setpriv', '--pdeathsig', 'KILL', '--'];

/** Namespaces of its own, and every process in them dies with the first one. */
const NAMESPACES = [
  'unshare',
  '--net',
  '--mount',
  '--pid',
  '--fork',
  '--kill-child=KILL',
  '--mount-proc',
  '--',
];

/** The first process of the namespace takes over orphans, so it is a shell, which waits for them too. */
const FIRST = ['sh', '-c', '"$@"; exit $?', 'sh'];

/** What happens beside a session. */
export interface Beside {
  /** Called as soon as it runs, with the session. @default nothing */
  readonly alongside?: (session: Session) => Promise<void>;
  /** What its lines begin with, where several sessions print at once. @default nothing: it prints by itself */
  readonly mark?: string;
}

/**
 * Runs this same program again in a new session, with `inside`, the session's folder and `args` as its arguments,
 * waits for its end and removes the session.
 *
 * @returns the exit status
 */
export async function enterSession(
  args: readonly string[],
  { alongside = async () => undefined, mark }: Beside = {},
): Promise<number> {
  const session = createSession();
  const child = spawnInside(session, args, mark === undefined ? 'inherit' : 'pipe');
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface(stream).on('line', (line) => console.log(`${mark}${line}`));
  }
  const ended = new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => resolve(code ?? 1)).once('error', reject);
  });
  // Ctrl-C reaches the inside as well, which ends in its own time.
  const wait = () => undefined;
  const stop = () => void child.kill('SIGKILL');
  process.on('SIGINT', wait).on('SIGTERM', stop);
  try {
    if (child.pid !== undefined) recordHolders(session, { namespaces: birthOf(child.pid) });
    await alongside(session);
    return await ended;
  } finally {
    process.off('SIGINT', wait).off('SIGTERM', stop);
    await end(session);
  }
}

function spawnInside(
  { name, folder }: Session,
  args: readonly string[],
  output: 'inherit' | 'pipe',
): ChildProcess {
  const self = [process.execPath, ...process.execArgv, process.argv[1] ?? '', 'inside', folder, ...args];
  const [first = '', ...words] = [...DIES_WITH_PARENT, ...NAMESPACES, ...FIRST, ...self];
  const cgroup = `${name}/programs`;
  makeCgroup(cgroup);
  const [command, ...rest] = inCgroup(cgroup, first, words);
  return spawn(command, rest, { stdio: ['inherit', output, output] });
}
