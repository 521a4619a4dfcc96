const PRIME = 0x100000001b3n;
const OFFSET = 0xcbf29ce484222325n;
const MASK = 0xffffffffffffffffn;

/** Digits of a {@link digest}. */
const LENGTH = 10;

/**
 * Ten hexadecimal digits that change with the text: a part of the name of a ConfigMap, so that what reads it is made
 * anew with it. FNV-1a, which tells accidents apart and does not withstand an attack.
 * @see https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
 */
export function digest(text: string): string {
  const hash = Array.from(new TextEncoder().encode(text)).reduce(
    (sum, byte) => ((sum ^ BigInt(byte)) * PRIME) & MASK,
    OFFSET,
  );
  return hash.toString(16).padStart(16, '0').slice(0, LENGTH);
}

/** {@link digest} of the data of a ConfigMap, whatever the order of its keys. */
export function digestOf(data: Readonly<Record<string, string>>): string {
  return digest(JSON.stringify(Object.entries(data).sort(([one], [other]) => (one < other ? -1 : 1))));
}
