/** A value of the vault's configuration language. */
export type HclValue = string | number | boolean | readonly HclValue[] | { readonly [key: string]: HclValue };

/** A block with a body: `listener "tcp" { … }`. */
export interface HclBlock {
  readonly type: string;
  /** Names after the type. */
  readonly labels?: readonly string[];
  readonly attributes?: Readonly<Record<string, HclValue>>;
  readonly blocks?: readonly HclBlock[];
}

/**
 * Blocks as HCL, the language of the vault's files. Any text may stand as a value: quotes, backslashes, line breaks and
 * what begins an interpolation are escaped.
 * @see https://github.com/hashicorp/hcl/tree/hcl1
 */
export function hclText({ attributes = {}, blocks = [] }: Omit<HclBlock, 'type' | 'labels'>): string {
  return linesOf(attributes, blocks)
    .map((line) => `${line}\n`)
    .join('');
}

function linesOf(attributes: NonNullable<HclBlock['attributes']>, blocks: readonly HclBlock[]): string[] {
  return [
    ...Object.entries(attributes).map(([key, value]) => `${nameOf(key)} = ${textOf(value)}`),
    ...blocks.flatMap(({ type, labels = [], attributes: own = {}, blocks: inner = [] }) => [
      `${[nameOf(type), ...labels.map(quoted)].join(' ')} {`,
      ...linesOf(own, inner).map((line) => `  ${line}`),
      '}',
    ]),
  ];
}

function textOf(value: HclValue): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(textOf).join(', ')}]`;
  const fields = Object.entries(value).map(([key, one]) => `${nameOf(key)} = ${textOf(one)}`);
  return `{ ${fields.join(', ')} }`;
}

function isList(value: HclValue): value is readonly HclValue[] {
  return Array.isArray(value);
}

/** A key as it stands where it may, else in quotes. */
function nameOf(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? key : quoted(key);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function quoted(text: string): string {
  // `${` would begin an interpolation, which nothing within quotes can take back: the dollar is written by its number.
  const escaped = text.replace(/\$(?=\{)|["\\\n\r\t]/g, (found) => ESCAPES[found] ?? '\\u0024');
  return `"${escaped}"`;
}
