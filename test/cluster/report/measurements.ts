import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** Environment variable with the file that proofs write what they measured to; without it they print it. */
export const MEASUREMENTS_VARIABLE = 'CLUSTER_MEASUREMENTS';

/** A number that a proof took from the cluster. */
export interface Measurement {
  /** Full name of the test that measured it, as Jest has it. */
  readonly proof: string;
  /** What was measured, in the words of the report: `commit to synced`. */
  readonly what: string;
  /** With its unit: `median 2.1 s, slowest 4.0 s of 20`. */
  readonly value: string;
}

/** Keeps what the running proof measured: the closing table shows it beside the proof. */
export function measured(what: string, value: string): void {
  const proof = expect.getState().currentTestName ?? '';
  const file = process.env[MEASUREMENTS_VARIABLE];
  if (file === undefined) process.stdout.write(`${proof}: ${what}: ${value}\n`);
  else appendFileSync(file, `${JSON.stringify({ proof, what, value } satisfies Measurement)}\n`);
}

/** What the proofs of a run measured, in the order in which they did. */
export function measurementsIn(file: string): readonly Measurement[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Measurement => JSON.parse(line));
}

/** `median 2.1 s, slowest 4.0 s of 20` */
export function summaryOf(seconds: readonly number[]): string {
  const sorted = [...seconds].sort((one, other) => one - other);
  const at = (index: number): string => (sorted[index] ?? Number.NaN).toFixed(1);
  return `median ${at(Math.floor(sorted.length / 2))} s, slowest ${at(sorted.length - 1)} s of ${sorted.length}`;
}

/** Time since then, as `Date.now()` had it: `2.1 s` */
export function secondsSince(start: number): string {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`;
}
