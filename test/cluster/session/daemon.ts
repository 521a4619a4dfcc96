import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Birth, birthOf, isAlive, ownNamespace } from './session';
import { until } from './until';

const RECORD = '.process.json';

/** Lines of a log that an error repeats. */
const LAST_LINES = 20;

/** A program that runs until it is stopped, whoever started it. */
export interface Daemon {
  /** Names its log and its record: `kubelet`. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** What it is called by, where that decides what it does. @default its path */
  readonly argv0?: string;
  /** Variables beside this process's own. @default none */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a program with its log and its record in `folder`. */
export function startDaemon(folder: string, { name, program, args, argv0, env = {} }: Daemon): void {
  mkdirSync(folder, { recursive: true });
  const log = openSync(logOf(folder, name), 'a');
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
    detached: true,
    ...(argv0 !== undefined && { argv0 }),
  });
  closeSync(log);
  child.on('error', () => undefined);
  if (child.pid === undefined) throw new Error(`${program} must be there and executable`);
  child.unref();
  writeFileSync(recordOf(folder, name), JSON.stringify(birthOf(child.pid)));
}

/** @throws Error with the end of its log when it no longer runs. */
export function assertRuns(folder: string, name: string): void {
  if (isRunning(folder, name)) return;
  const lines = readFileSync(logOf(folder, name), 'utf8').trimEnd().split('\n');
  throw new Error(`${name} ended; the end of its log:\n${lines.slice(-LAST_LINES).join('\n')}`);
}

/** Kills it, as the machine under it would, and resolves when it is gone; nothing happens when it does not run. */
export async function killDaemon(folder: string, name: string): Promise<void> {
  const birth = birthIn(folder, name);
  if (birth === undefined) return;
  if (isAlive(birth)) process.kill(birth.pid, 'SIGKILL');
  await until(`${name} has ended`, async () => !isAlive(birth) || undefined);
  rmSync(recordOf(folder, name));
}

/** Has the kernel run nothing of it until it is resumed; it keeps what it knows. */
export function pauseDaemon(folder: string, name: string): void {
  process.kill(processOf(folder, name), 'SIGSTOP');
}

/** Lets a paused one go on; nothing happens to one that runs. */
export function resumeDaemon(folder: string, name: string): void {
  process.kill(processOf(folder, name), 'SIGCONT');
}

/** Whether it was started and still runs. */
export function isRunning(folder: string, name: string): boolean {
  const birth = birthIn(folder, name);
  return birth !== undefined && isAlive(birth);
}

/** The number of the process. @throws Error when it was not started */
export function processOf(folder: string, name: string): number {
  const birth = birthIn(folder, name);
  if (birth === undefined) throw new Error(`${name} must have been started in ${folder}`);
  return birth.pid;
}

function birthIn(folder: string, name: string): Birth | undefined {
  const record = recordOf(folder, name);
  return existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : undefined;
}

function logOf(folder: string, name: string): string {
  return join(folder, `${name}.log`);
}

function recordOf(folder: string, name: string): string {
  return join(folder, `${name}${RECORD}`);
}

/** Kills every program of a process of this same namespace whose record lies in the folder, or in one of its own. */
export async function killDaemonsBelow(folder: string): Promise<void> {
  const own = ownNamespace();
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const place of [folder, ...below.map(({ name }) => join(folder, name))]) {
    for (const file of readdirSync(place).filter((name) => name.endsWith(RECORD))) {
      const birth: Birth = JSON.parse(readFileSync(join(place, file), 'utf8'));
      if (birth.namespace === own && isAlive(birth)) process.kill(birth.pid, 'SIGKILL');
    }
  }
}
