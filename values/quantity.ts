/**
 * An amount as Kubernetes writes it: `500m`, `2`, `16Gi`.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export type Quantity = string;

/** CPU in whole or thousandths of a core: `2`, `0.5`, `500m`. */
export type CpuQuantity = `${number}m` | `${number}`;

/** Bytes with a binary unit: `512Mi`, `16Gi`, `1Ti`. */
export type ByteQuantity = `${number}Mi` | `${number}Gi` | `${number}Ti`;

const BINARY_UNITS = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** As an exponent, since a product such as `1001 * 0.001` is not the number that `1.001` is. */
const DECIMAL_UNITS: Readonly<Record<string, string>> = {
  n: 'e-9',
  u: 'e-6',
  m: 'e-3',
  k: 'e3',
  M: 'e6',
  G: 'e9',
  T: 'e12',
  P: 'e15',
  E: 'e18',
};

const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|))$/;

/**
 * The amount in base units: cores for CPU, bytes for memory and storage; undefined when `quantity` is none.
 * A bare number, as YAML may hold it, counts as its own text.
 */
export function amountOf(quantity: unknown): number | undefined {
  const match = QUANTITY.exec(
    typeof quantity === 'number' ? String(quantity) : typeof quantity === 'string' ? quantity : '',
  );
  if (match === null) return undefined;
  const [, digits = '', exponent = '', unit = ''] = match;
  const binary = 1024 ** (BINARY_UNITS.indexOf(unit) + 1);
  return Number(`${digits}${exponent}${DECIMAL_UNITS[unit] ?? ''}`) * binary;
}

/** Thousandths of a core, rounded: the unit in which CPU is added up without loss. */
export function millicoresOf(quantity: unknown): number | undefined {
  const amount = amountOf(quantity);
  return amount === undefined ? undefined : Math.round(amount * 1000);
}

/** Cores for a person or a manifest: `500m`, `2`. */
export function cpuText(millicores: number): CpuQuantity {
  return millicores % 1000 === 0 ? `${millicores / 1000}` : `${millicores}m`;
}

/** Bytes, rounded up to whole Mi, in Gi where they are whole ones: `1536Mi`, `2Gi`. */
export function byteText(bytes: number): ByteQuantity {
  const mebibytes = Math.ceil(bytes / 2 ** 20);
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}
