import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { onExit } from '../control-plane/on-exit';

const LAST_LINES = 30;

/** A program of others that serves while a test runs. */
export interface Server {
  /** Everything that it printed. */
  log(): string;
  /** Ends it at once, as a lost machine would. */
  kill(): Promise<void>;
}

/** How a server is started. */
export interface ServerOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly logFile: string;
}

/** Starts a server in a process group of its own. It ends with this process. */
export function startServer({ program, args, folder, env, logFile }: ServerOptions): Server & {
  readonly isRunning: () => boolean;
} {
  const log = openSync(logFile, 'a');
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const gone = new Promise<void>((resolve) =>
    child.once('close', () => resolve()).once('error', () => resolve()),
  );
  const end = () => killGroup(child);
  const forget = onExit(end);
  return {
    log: () => readFileSync(logFile, 'utf8'),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill: async () => {
      end();
      await gone;
      forget();
    },
  };
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  process.kill(-pid, 'SIGKILL');
}

/** How long to wait, and for whom. */
export interface UntilOptions {
  readonly seconds?: number;
  readonly log?: () => string;
  /** Whether waiting makes sense. */
  readonly isRunning?: () => boolean;
}

/** Waits until something holds. @throws Error with what is waited for, and the end of a log */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  { seconds = 120, log, isRunning = () => true }: UntilOptions = {},
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline && isRunning()) {
    if (await holds().catch(() => false)) return;
    await sleep(200);
  }
  const end = (log?.() ?? '').trimEnd().split('\n').slice(-LAST_LINES).join('\n');
  throw new Error(`${what} within ${seconds} s, it must be; the end of the log:\n${end}`);
}
