import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report, Task } from './child';

const root = join(__dirname, '../..');

/** Bundles a program of this folder into a temporary folder, so that it starts in 0.05 s; its path. */
export function bundle(program: string): string {
  const file = join(mkdtempSync(join(realpathSync(tmpdir()), 'synth-bundle-')), `${program}.js`);
  const entry = join(__dirname, `${program}.ts`);
  const options = ['--bundle', '--platform=node', '--target=node20', '--log-level=error'];
  execFileSync(join(root, 'node_modules/.bin/esbuild'), [entry, ...options, `--outfile=${file}`]);
  return file;
}

/** Runs a task in a process of its own; undefined where it was killed. */
export function runChild(program: string, task: Task): Report | undefined {
  return reportOf(spawnSync(process.execPath, [program, JSON.stringify(task)], { encoding: 'utf8' }));
}

/** The shell command that makes mounts private to its process; undefined where that is not allowed. */
export function privateMounts(): readonly string[] | undefined {
  const options = process.getuid?.() === 0 ? ['-m'] : ['-rm'];
  const tried = spawnSync('unshare', [...options, 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]);
  return tried.status === 0 ? ['unshare', ...options] : undefined;
}

export function reportOf({ status, signal, stdout, stderr }: SpawnSyncReturns<string>): Report | undefined {
  if (signal === 'SIGKILL') return undefined;
  if (status !== 0) throw new Error(`the program must end, got ${status ?? signal}: ${stderr}`);
  const report: Report = JSON.parse(stdout);
  return report;
}
