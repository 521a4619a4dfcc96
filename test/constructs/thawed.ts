import { isObject } from '../../values/object';

/** Paths of all that can still be written to. */
export function thawed(value: unknown, path = 'settings'): string[] {
  if (!isObject(value)) return [];
  const below = Object.entries(value).flatMap(([key, child]) => thawed(child, `${path}.${key}`));
  return Object.isFrozen(value) ? below : [path, ...below];
}
