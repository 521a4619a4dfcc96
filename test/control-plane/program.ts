import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, closeSync, openSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Lines of a program's log that an error repeats. */
const LAST_LINES = 20;

/** A running program whose data is thrown away. */
export interface Program {
  /** @throws Error with the end of its log when it is no longer running. */
  assertRunning(): void;
  /** Ends it at once and resolves when it is gone; may be called more than once. */
  stop(): Promise<void>;
  /** Ends it without waiting, for a handler that must not be asynchronous. */
  kill(): void;
}

/**
 * Starts a program of `go/` with its log in `folder`.
 *
 * It ends with this process, however that ends, because the other end of its standard input is closed then.
 */
export function startProgram(program: string, args: readonly string[], folder: string): Program {
  const name = basename(program);
  const logFile = join(folder, `${name}.log`);
  const log = openSync(logFile, 'a');
  const env = { ...process.env, EXIT_WITH_STDIN: '1' };
  const child = spawn(program, args, { cwd: folder, env, stdio: ['pipe', log, log] });
  closeSync(log);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      appendFileSync(logFile, error.message);
      resolve();
    });
  });
  return {
    assertRunning: () => {
      if (!isRunning(child)) throw new Error(`${name} ended; the end of its log:\n${endOf(logFile)}`);
    },
    stop: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

function endOf(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LAST_LINES).join('\n');
}
