/** What foreign YAML may hold where something else belongs. */
const JUNK: readonly unknown[] = [null, 'text', '', 7, -1, true, [], {}, [null], ['text'], [{}]];

/** Fields without which nobody can say which object it is. */
const KEPT = new Set(['apiVersion', 'kind', 'metadata', 'metadata.name']);

/** The objects again and again, each time with one field of one of them replaced by junk of another type. */
export function* spoilt(objects: readonly unknown[]): Generator<readonly unknown[]> {
  for (const [index, object] of objects.entries()) {
    for (const worse of variantsOf(object, '')) yield objects.with(index, worse);
  }
}

function* variantsOf(value: unknown, path: string): Generator<unknown> {
  if (path !== '' && !KEPT.has(path)) yield* JUNK;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const worse of variantsOf(item, `${path}[]`)) yield value.with(index, worse);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const below = path === '' ? key : `${path}.${key}`;
      for (const worse of variantsOf(item, below)) yield { ...value, [key]: worse };
    }
  }
}
