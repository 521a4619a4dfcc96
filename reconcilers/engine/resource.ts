/** What code states of one thing, field by field; of a field that is not here the server may think what it likes. */
export type Fields = Readonly<Record<string, unknown>>;

/** Values that are never shown, by field. */
export type Secrets = Readonly<Record<string, string>>;

/** One thing that a product is to hold. */
export interface Resource {
  /** Kind of the thing: `policy`. */
  readonly kind: string;
  /** Name within its kind. */
  readonly name: string;
  readonly fields: Fields;
  /** @default none */
  readonly secrets?: Secrets;
  /** Why it can neither be compared nor written yet; what the server has of it stays. @default it can */
  readonly waitsFor?: string;
}

/** What the server has of one thing. */
export interface Actual {
  /** As {@link Resource.fields}; more fields than those are not looked at. */
  readonly fields: Fields;
  /** Secrets that the server tells, of a kind that tells them. */
  readonly secrets?: Secrets;
}

/** How one kind of thing is read and written. */
export interface Kind {
  readonly name: string;
  /** Whether it is removed once it left the code; of what is not, no record is kept. */
  readonly removable: boolean;
  /** Whether the server tells a secret. Where it does not, the record keeps a fingerprint of what was written. */
  readonly tellsSecrets: boolean;
  /** What the server has under that name; undefined when there is nothing. */
  read(resource: Resource): Promise<Actual | undefined>;
  /** Whether a name that left the code is still there. */
  exists(name: string): Promise<boolean>;
  create(resource: Resource): Promise<void>;
  /** @param actual what `read` found */
  update(resource: Resource, actual: Actual): Promise<void>;
  remove(name: string): Promise<void>;
}

/** What an earlier run made. */
export interface Owned {
  /** `kind/name` of each removable thing. */
  readonly names: readonly string[];
  /** `kind/name.field` → fingerprint of a secret that the server does not tell. */
  readonly fingerprints: Readonly<Record<string, string>>;
}

/** Where a product keeps the record of what is ours. */
export interface Ledger {
  read(): Promise<Owned>;
  /** @throws ConflictError when somebody else wrote since `read` */
  write(owned: Owned): Promise<void>;
}

/** How the record names a thing. */
export function keyOf({ kind, name }: Pick<Resource, 'kind' | 'name'>): string {
  return `${kind}/${name}`;
}
