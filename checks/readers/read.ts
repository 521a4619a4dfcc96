/**
 * Reading fields of manifests that nobody has typed: a field that is missing or of another type reads as empty,
 * because a law judges what is there and the API server's schema judges the types.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** The mapping at `path` (`spec.template.spec`); an empty one where there is none. */
export function mapping(from: unknown, path = ''): Fields {
  const found = at(from, path);
  return isMapping(found) ? found : {};
}

/** The list at `path`; an empty one where there is none. */
export function list(from: unknown, path = ''): readonly unknown[] {
  const found = at(from, path);
  return Array.isArray(found) ? found : [];
}

/** The mappings in the list at `path`; other entries are passed over. */
export function mappings(from: unknown, path = ''): readonly Fields[] {
  const found = list(from, path);
  return found.every(isMapping) ? found : found.filter(isMapping);
}

/** The string at `path`, or undefined. */
export function text(from: unknown, path = ''): string | undefined {
  const found = at(from, path);
  return typeof found === 'string' ? found : undefined;
}

/** The number at `path`, or undefined. */
export function number(from: unknown, path = ''): number | undefined {
  const found = at(from, path);
  return typeof found === 'number' ? found : undefined;
}

/** The strings of the mapping at `path`, such as labels; other values are passed over. */
export function strings(from: unknown, path = ''): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [key, value] of Object.entries(mapping(from, path))) {
    if (typeof value === 'string') found[key] = value;
  }
  return found;
}

/** Whatever stands at `path`: keys separated by dots. */
export function at(from: unknown, path: string): unknown {
  if (path === '') return from;
  let value = from;
  for (const key of keysOf(path)) {
    if (!isMapping(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

export function isMapping(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The paths that laws ask for are a few, and each is asked of every object. */
const paths = new Map<string, readonly string[]>();

function keysOf(path: string): readonly string[] {
  const known = paths.get(path);
  if (known !== undefined) return known;
  const keys = path.split('.');
  paths.set(path, keys);
  return keys;
}
