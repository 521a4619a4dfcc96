import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import type { Readable } from 'node:stream';

/** What kubectl said. */
export interface Answer {
  readonly ok: boolean;
  readonly output: string;
  /** The last of kubectl's own words when it failed: those before it tell of its tries. */
  readonly error: string;
}

/** Longest time that one question may take: an address that nobody answers must not stop the rest for ever. */
const REQUEST_TIMEOUT = '15s';

/** Runs kubectl against one cluster. What is secret goes by the standard input, never among the arguments. */
export class Kubectl {
  /** @param options which cluster: `--kubeconfig=…`, `--context=…`; kubectl's own choice without any */
  constructor(private readonly options: readonly string[]) {}

  /** @throws Error when there is no kubectl */
  run(args: readonly string[], input = ''): Answer {
    const all = [`--request-timeout=${REQUEST_TIMEOUT}`, ...this.options, ...args];
    const { status, stdout, stderr, error } = spawnSync('kubectl', all, { encoding: 'utf8', input });
    if (error !== undefined) throw new Error(`kubectl must be installed and in PATH, got: ${error.message}`);
    return { ok: status === 0, output: stdout, error: stderr.trim().split('\n').at(-1) ?? '' };
  }

  /** Starts what goes on until whoever called ends it. */
  start(args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
    return spawn('kubectl', [...this.options, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  }
}
