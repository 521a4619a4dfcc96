/**
 * An amount as Kubernetes writes it: `500m`, `2`, `16Gi`.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export type Quantity = string;

/** CPU in whole or thousandths of a core: `2`, `0.5`, `500m`. */
export type CpuQuantity = `${number}m` | `${number}`;

/** Bytes with a binary unit: `512Mi`, `16Gi`, `1Ti`. */
export type ByteQuantity = `${number}Mi` | `${number}Gi` | `${number}Ti`;

const UNITS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
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
  return Number(`${digits}${exponent}`) * (UNITS[unit] ?? 1);
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

/** Bytes in the largest binary unit that holds them exactly from Mi up, rounded up to whole Mi: `1536Mi`, `2Gi`. */
export function byteText(bytes: number): ByteQuantity {
  const mebibytes = Math.ceil(bytes / 2 ** 20);
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}
