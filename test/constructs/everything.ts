/**
 * Props with every key set, however deep: the type of a fixture that does not compile while a new key is missing in it.
 * Of a union it is the chosen member with every key.
 */
export type Everything<Props> = Props extends readonly (infer Item)[]
  ? readonly Everything<Item>[]
  : Props extends object
    ? { readonly [Key in keyof Props]-?: Everything<Exclude<Props[Key], undefined>> }
    : Props;

/**
 * Every key of props that holds a value, with the keys on the way to it: `name`, `resources.limits.memory`. A table by
 * it does not compile while a new key has no row.
 */
export type Leaf<Props> = {
  readonly [Key in keyof Props & string]-?: Below<Key, Exclude<Props[Key], undefined>>;
}[keyof Props & string];

/** A list, or an object whose keys anybody may choose, is one value. */
type Below<Key extends string, Value> = Value extends readonly unknown[]
  ? Key
  : Value extends object
    ? string extends keyof Value
      ? Key
      : `${Key}.${Leaf<Value>}`
    : Key;

/** Where an object has a value: `Kind` or `Kind/name`, path, value. */
export type Row = readonly [object: string, path: string | readonly string[], value: unknown];
