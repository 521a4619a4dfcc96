import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait, and how often to look. */
export interface Patience {
  /** @default 120 */
  readonly seconds?: number;
  /** Milliseconds between two looks. @default 200 */
  readonly every?: number;
}

/**
 * Looks until there is something to return.
 *
 * @param what what is waited for, for the error: `'three nodes are Ready'`
 * @param look returns undefined, or a string that says how far things are, as long as there is nothing yet
 * @throws Error with the last that `look` said.
 */
export async function until<T extends object | true>(
  what: string,
  look: () => Promise<T | string | undefined>,
  { seconds = 120, every = 200 }: Patience = {},
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let last: string | undefined;
  while (Date.now() < deadline) {
    const found = await look();
    if (typeof found === 'object' || found === true) return found;
    last = found ?? last;
    await sleep(every);
  }
  throw new Error(
    `within ${seconds} s it must be that ${what}${last === undefined ? '' : `; last: ${last}`}`,
  );
}
