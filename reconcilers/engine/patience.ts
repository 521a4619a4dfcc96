import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf, TransientError } from './errors';
import type { Report } from './report';

/** How long a server may be away. */
export interface Patience {
  /** Time from the start until the last attempt may begin, in seconds. */
  readonly deadlineSeconds: number;
  /** Time between two attempts, in seconds. */
  readonly pauseSeconds: number;
}

/**
 * Does the work again, from its beginning, while it fails by what may be over in a moment.
 *
 * @throws the last TransientError once the deadline is over, and every other error at once
 */
export async function patiently<Result>(
  { deadlineSeconds, pauseSeconds }: Patience,
  report: Report,
  work: () => Promise<Result>,
): Promise<Result> {
  const started = performance.now();
  let told = '';
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const gone = (performance.now() - started) / 1000;
      if (!(error instanceof TransientError) || gone + pauseSeconds > deadlineSeconds) throw error;
      const reason = reasonOf(error);
      if (reason !== told) report(`not yet: ${reason}; trying again until ${deadlineSeconds} s are over`);
      told = reason;
      await sleep(pauseSeconds * 1000);
    }
  }
}
