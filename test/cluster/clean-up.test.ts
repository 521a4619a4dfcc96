import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupExists, inCgroup, isOccupied, makeCgroup, processesIn } from './session/cgroups';
import { run } from './session/command';
import { PREFIX, SESSION_VARIABLE } from './session/session';
import { until } from './session/until';

/** The harness as `npm run cluster` builds it. */
const HARNESS = join('.build', 'cluster.js');

/** A second session, of which the one that this runs in knows nothing. */
const folder = mkdtempSync(join(process.env[SESSION_VARIABLE] ?? '', 'crash-'));
const env = { ...process.env, TMPDIR: folder };
let harness: ChildProcess | undefined;
let sleeper: ChildProcess | undefined;
let complaints = '';

afterAll(async () => {
  harness?.kill('SIGKILL');
  sleeper?.kill('SIGKILL');
  await run(process.execPath, [HARNESS, 'clean'], { env: { TMPDIR: folder } });
  rmSync(folder, { recursive: true, force: true });
});

test('a harness that is killed leaves no process, and what else it made is removed by the next command', async () => {
  const before = await machine();
  harness = spawn(process.execPath, [HARNESS, 'up'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  harness.stderr?.on('data', (data) => {
    complaints += data;
  });
  const session = await startedSession();
  expect(processesIn(session).length).toBeGreaterThan(20);

  harness.kill('SIGKILL');
  await until('every process has ended', async () => {
    const left = [...processesIn(session), ...processesNaming(session)];
    return left.length === 0 || `${left.length} left`;
  });
  expect(cgroupExists(session)).toBe(true);

  const printed = await run(process.execPath, [HARNESS, 'clean'], { env: { TMPDIR: folder } });
  expect(printed).toContain(`removed: ${session}`);
  expect(cgroupExists(session)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
  expect(await machine()).toEqual(before);
});

test('cgroups of a session that runs in another namespace are left alone, and removed once nothing is in them', async () => {
  const name = `${PREFIX}elsewhere`;
  makeCgroup(`${name}/worker/programs`);
  sleeper = spawn(...commandOf(inCgroup(`${name}/worker`, 'sleep', ['600'])));
  await until('a process is in the cgroup', async () => isOccupied(name) || undefined);
  const cleanElsewhere = () =>
    run('unshare', ['--pid', '--fork', '--mount-proc', process.execPath, HARNESS, 'clean'], {
      env: { TMPDIR: folder },
    });

  await cleanElsewhere();
  expect(cgroupExists(`${name}/worker/programs`)).toBe(true);

  sleeper.kill('SIGKILL');
  await until('the process has ended', async () => !isOccupied(name) || undefined);
  await cleanElsewhere();
  expect(cgroupExists(name)).toBe(false);
});

function commandOf([command, ...args]: readonly [string, ...string[]]): [string, string[]] {
  return [command, args];
}

/** Waits until the second cluster runs pods and returns the name of its session. */
async function startedSession(): Promise<string> {
  const { name } = await until(
    'the second cluster is up',
    async () => {
      if (harness?.exitCode !== null) throw new Error(`the harness must not end by itself: ${complaints}`);
      const [found] = readdirSync(folder).filter((entry) => existsSync(join(folder, entry, 'kubeconfig')));
      return found === undefined ? undefined : { name: found };
    },
    { seconds: 300 },
  );
  return name;
}

/** What of the machine outside of a session could have been changed. */
async function machine(): Promise<object> {
  const sysctl = ['vm/overcommit_memory', 'vm/panic_on_oom', 'kernel/panic', 'kernel/panic_on_oops'];
  return {
    mounts: readFileSync('/proc/self/mounts', 'utf8'),
    links: (await run('ip', ['-br', 'link'])).replaceAll(/\s+/g, ' '),
    namespaces: await run('ip', ['netns', 'list']),
    rules: await run('nft', ['--stateless', 'list', 'ruleset']),
    sysctl: sysctl.map((name) => readFileSync(`/proc/sys/${name}`, 'utf8')),
  };
}

/** Processes whose command line names the session. */
function processesNaming(session: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(session);
      } catch {
        return false;
      }
    });
}
