import { isRecord } from './difference';
import type { Fields } from './resource';

/** A field that is an object; empty when it is none. */
export function objectIn(value: unknown, key: string): Fields {
  const found = isRecord(value) ? value[key] : undefined;
  return isRecord(found) ? found : {};
}

/** A field that is a text; empty when it is none. */
export function textIn(value: unknown, key: string): string {
  const found = isRecord(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : '';
}

/** A list of texts in alphabetical order, for fields whose order means nothing. */
export function sorted(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String).sort() : [];
}
