/** One line of a job's log. */
export interface Event {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** The log of a job, which must be JSON lines and nothing else. */
export function events(output: string): readonly Event[] {
  return output
    .trimEnd()
    .split('\n')
    .map((line) => {
      const event: Event = JSON.parse(line);
      return event;
    });
}
