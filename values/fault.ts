/**
 * One thing that is wrong, told so that a person can mend it without reading our code.
 *
 * The message says which value, which bound and how to fix it, with the words "must" and "must not":
 * `` `image` must be pinned by digest, got 'models/iris:latest'; use 'models/iris@sha256:…' ``.
 */
export interface Fault {
  /** Where it is: `production/model-serving/iris`. */
  readonly path: string;
  readonly message: string;
  /** Id of the law that was broken; absent for a rule on what a person wrote in `environments/`. */
  readonly law?: string;
}

/** All faults of a run in one error. */
export class FaultsError extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(formatFault).join('\n'));
    this.name = 'FaultsError';
  }
}

export function formatFault({ path, message, law }: Fault): string {
  return `${path}: ${message}${law === undefined ? '' : ` [${law}]`}`;
}
