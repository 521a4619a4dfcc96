import { isDeepStrictEqual } from 'node:util';
import type { Fields } from './resource';

/** One field that is not as the code states it. */
export interface Difference {
  /** Keys on the way to it, with a dot between them. */
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/**
 * What of the stated fields differs. Fields that the code does not state are not looked at; within a stated one
 * everything counts, so that what was added to it by hand is seen.
 */
export function differencesOf(stated: Fields, actual: Fields): readonly Difference[] {
  return Object.entries(stated).flatMap(([field, to]) => [...differencesIn(field, actual[field], to)]);
}

function* differencesIn(field: string, from: unknown, to: unknown): Generator<Difference> {
  if (isDeepStrictEqual(from, to)) return;
  if (!isRecord(from) || !isRecord(to)) {
    yield { field, from, to };
    return;
  }
  for (const key of [...new Set([...Object.keys(from), ...Object.keys(to)])].sort()) {
    yield* differencesIn(`${field}.${key}`, from[key], to[key]);
  }
}

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
