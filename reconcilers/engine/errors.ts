/** What may be over in a moment: no connection, a server that starts, somebody else who writes. The run begins anew. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
}

/** Everything that could not be brought about, after all else was. */
export class ReconcileError extends Error {
  override readonly name = 'ReconcileError';

  constructor(readonly failures: readonly string[]) {
    super(failures.join('\n'));
  }
}

/** What an error says, with the cause that `fetch` hides behind `fetch failed`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, message } = error;
  if (cause instanceof AggregateError) return `${message}: ${cause.errors.map(reasonOf).join(', ')}`;
  return cause === undefined ? message : `${message}: ${reasonOf(cause)}`;
}
