import { readFileSync } from 'node:fs';
import { isRecord } from './difference';
import type { Patience } from './patience';

/** What the surroundings of a program say, by its environment variables. */
export class Settings {
  constructor(private readonly variables: Readonly<Record<string, string | undefined>>) {}

  /** @throws Error when it is not set */
  required(name: string): string {
    const value = this.optional(name);
    if (value === undefined) throw new Error(`${name} must be set in the environment of this program`);
    return value;
  }

  optional(name: string): string | undefined {
    const value = this.variables[name];
    return value === '' ? undefined : value;
  }

  /** Whether the plan is carried out: only by `APPLY=true`. */
  get apply(): boolean {
    return this.optional('APPLY') === 'true';
  }

  /** `DEADLINE_SECONDS`: how long the server may be away. */
  get patience(): Patience {
    const text = this.optional('DEADLINE_SECONDS') ?? '300';
    const deadlineSeconds = Number(text);
    if (!Number.isInteger(deadlineSeconds) || deadlineSeconds < 0) {
      throw new Error(`DEADLINE_SECONDS must be a whole number of seconds, got '${text}'`);
    }
    return { deadlineSeconds, pauseSeconds: 2 };
  }

  /** The desired state of `STATE_FILE`, as yet unjudged. */
  get state(): unknown {
    return JSON.parse(readFileSync(this.required('STATE_FILE'), 'utf8'));
  }
}

/** What a file holds, without the line's end that editors add; undefined while it is not there or empty. */
export function contentOf(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').replace(/\n+$/, '');
    return text === '' ? undefined : text;
  } catch (error) {
    if (isRecord(error) && error['code'] === 'ENOENT') return undefined;
    throw error;
  }
}
