import type { Ask, Question } from './gateway';

/** What became of requests at a constant rate. */
export interface Stream {
  readonly sent: number;
  readonly failed: number;
  /** Longest time without a good answer, in seconds. */
  readonly longestGap: number;
  /** What went wrong, each reason once. */
  readonly reasons: readonly string[];
}

/** Milliseconds between two requests. */
const EVERY = 100;

/**
 * Asks the same question at a constant rate, whether or not the one before was answered, each over a connection of its own.
 *
 * @returns stops, waits for what is on its way, and says what became of all
 */
export function startStream(ask: Ask, question: Question): () => Promise<Stream> {
  const open = new Set<Promise<void>>();
  const reasons = new Set<string>();
  let [sent, failed, longestGap, lastGood] = [0, 0, 0, Date.now()];
  const send = async () => {
    sent += 1;
    const reason = await ask(question).then(
      ({ status }) => (status === 200 ? undefined : `status ${status}`),
      (error: Error) => error.message,
    );
    if (reason === undefined) {
      longestGap = Math.max(longestGap, Date.now() - lastGood);
      lastGood = Date.now();
    } else {
      failed += 1;
      reasons.add(reason);
    }
  };
  const timer = setInterval(() => {
    const one = send().finally(() => open.delete(one));
    open.add(one);
  }, EVERY);
  return async () => {
    clearInterval(timer);
    await Promise.all(open);
    longestGap = Math.max(longestGap, Date.now() - lastGood);
    return { sent, failed, longestGap: longestGap / 1000, reasons: [...reasons] };
  };
}

/** `12 of 400 failed, longest gap 1.2 s` */
export function streamText({ sent, failed, longestGap, reasons }: Stream): string {
  const why = reasons.length === 0 ? '' : ` (${reasons.slice(0, 3).join('; ')})`;
  return `${failed} of ${sent} failed, longest gap ${longestGap.toFixed(1)} s${why}`;
}
