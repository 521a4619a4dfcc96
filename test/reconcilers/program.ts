import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProgramName, programText } from '../../reconcilers/bundle';

/** How a program of the reconcilers ended. */
export interface Run {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run that goes on. */
export interface Running {
  readonly ended: Promise<Run>;
  /** What it printed until now. */
  readonly output: () => string;
  kill(): void;
}

const folder = mkdtempSync(join(tmpdir(), 'data-frost-reconcilers-'));

/** Starts a program as the cluster does: the bundle, and environment variables alone. */
export function start(name: ProgramName, env: Readonly<Record<string, string>>): Running {
  const file = join(folder, `${name}.js`);
  writeFileSync(file, programText(name));
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const ended = new Promise<Run>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, ...output }));
  });
  return { ended, output: () => output.stdout + output.stderr, kill: () => void child.kill('SIGKILL') };
}

/** Writes a value where a program finds it. */
export function stateFile(state: unknown): string {
  const file = join(mkdtempSync(join(folder, 'state-')), 'state.json');
  writeFileSync(file, JSON.stringify(state));
  return file;
}
