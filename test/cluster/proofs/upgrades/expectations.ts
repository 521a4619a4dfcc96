import type { ProbeResult } from '../../network/constant-probe';
import { measured } from '../../report/measurements';
import type { PodState } from './workloads';

/** What was seen of an upgrade. */
export interface Upgrade {
  /** The pods when it began. */
  readonly before: readonly PodState[];
  /** The pods when all new ones were Ready and all old ones gone. */
  readonly after: readonly PodState[];
  /** What became of the probes that were sent meanwhile. */
  readonly answers: readonly ProbeResult[];
  /** From the commit until then. */
  readonly seconds: number;
}

/**
 * Expects that these pods are still there, and that none of their containers was started again. How many there are is
 * measured: of none, nothing is proven.
 */
export function expectUntouched({ before, after }: Upgrade, stays: (pod: PodState) => boolean): void {
  expect(before).not.toEqual([]);
  const staying = before.filter(stays);
  const count = staying.length === 0 ? '0: every template changed' : String(staying.length);
  measured('pods whose template did not change', count);
  expect(after).toEqual(expect.arrayContaining(staying));
}

/** Expects that every probe of every Service was answered. */
export function expectAnswers({ answers }: Upgrade): void {
  expect(answers).not.toEqual([]);
  const slowest = Math.max(...answers.map(({ slowestMs }) => slowestMs));
  const sent = answers.reduce((sum, answer) => sum + answer.sent, 0);
  measured('probes', `${sent} to ${answers.length} Services, slowest ${slowest} ms`);
  expect(answers.filter(({ failed }) => failed > 0)).toEqual([]);
  for (const answer of answers) expect(answer.sent).toBeGreaterThan(0);
}
