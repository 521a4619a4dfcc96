import { z } from 'zod';
import { dnsLabel, listOf, must, record, text, whole } from '../../values/schema';
import { type SecretRef, secretKey, secretName } from '../pod/props';

/** SecretStore of a namespace through which its Secrets are read from the vault. */
export const READER_STORE = 'vault';

/** SecretStore of a namespace through which generated values are written into the vault. */
export const GENERATOR_STORE = 'vault-generator';

/** ServiceAccount that a namespace's Secrets are read as. */
export const READER_ACCOUNT = 'external-secrets';

/** ServiceAccount that a namespace's generated values are written as. */
export const GENERATOR_ACCOUNT = 'external-secrets-generator';

/** Mount of the vault's key-value store (version 2) in which all paths lie. */
export const KV_MOUNT = 'kv';

/** Mount of the vault's Kubernetes authentication. */
export const KUBERNETES_MOUNT = 'kubernetes';

/** Role and policy of the vault with which a namespace reads its own paths. */
export function readerRoleOf(namespace: string): string {
  return namespace;
}

/** Role and policy of the vault with which a namespace writes values that are generated for it. */
export function generatorRoleOf(namespace: string): string {
  return `${namespace}-generator`;
}

/** Path within the mount where a Secret of a namespace lies; its properties are the Secret's keys. */
export function vaultPathOf(namespace: string, secret: string): string {
  return `${namespace}/${secret}`;
}

/** Path within the mount where the secret of an OIDC client lies, and its one property. */
export function oidcClientOf(client: string): { readonly path: string; readonly property: string } {
  return { path: `oidc-clients/${client}`, property: 'client-secret' };
}

/** Path within the vault's mount, without the mount itself: the operator adds it. */
const vaultPath = text(
  (value) => /^[a-z0-9][-a-z0-9.]*(\/[a-z0-9][-a-z0-9.]*)+$/.test(value) && !value.startsWith(`${KV_MOUNT}/`),
  `a path of at least two parts within the mount, without \`${KV_MOUNT}/\` before it`,
  "'oidc-clients/argo-cd'",
);

/** Where a namespace finds the vault. */
export const vaultShape = {
  /** URL of the vault's active node: `https://openbao-active.<namespace>.svc:8200`. */
  server: text((value) => /^https:\/\/[\w.-]+(:\d+)?$/.test(value), 'an HTTPS URL', "'https://openbao:8200'"),
  /** ConfigMap of the namespace itself with the authority that signed the vault's certificate. */
  ca: record({
    /** Name of the ConfigMap. */
    configMap: dnsLabel(),
    /** Key of it, a PEM. */
    key: secretKey,
  }),
} as const;

/** The stores of a namespace. */
export const secretStoresProps = record({
  ...vaultShape,
  /**
   * Whether values are generated for the namespace, which takes a store that may write.
   * @default false
   */
  generates: z.boolean({ error: must('true or false') }).default(false),
});

export type SecretStoresProps = z.input<typeof secretStoresProps>;
export type SecretStoresSettings = z.output<typeof secretStoresProps>;

const importedKey = record({
  /** Key of the Secret, and the file's name where it is mounted. */
  key: secretKey,
  /**
   * Property of the path that holds the value.
   * @default - the key
   */
  property: secretKey.optional(),
});

/** Labels and keys of the Secret where the vault's properties are not it already. */
const template = record({
  /**
   * Type of the Secret.
   * @default 'Opaque'
   */
  type: text((value) => value !== '', 'a type of a Secret', "'kubernetes.io/tls'").default('Opaque'),
  /**
   * Labels of the Secret, by which others find it.
   * @default - none
   */
  labels: z.record(z.string(), z.string()).prefault({}),
  /**
   * Contents by key, in which `{{ .key }}` stands for an imported value; the imported keys themselves are then left out.
   * @default - the imported keys
   * @see https://external-secrets.io/latest/guides/templating/
   */
  data: z.record(secretKey, z.string()).optional(),
});

/** One Secret that is read from the vault. */
export const importedSecret = record({
  /** Name of the Secret. */
  name: secretName,
  /** Its keys; at least one. */
  keys: listOf(importedKey).refine((value) => value.length > 0, { error: 'must have at least one key' }),
  /**
   * Path within the vault's mount.
   * @default - `<namespace>/<name>`
   */
  path: vaultPath.optional(),
  /**
   * How long a change in the vault may take to arrive, in seconds.
   * @default 60
   */
  refreshIntervalSeconds: whole(10, 86_400, 'seconds').default(60),
  /**
   * Labels and keys that differ from what lies in the vault.
   * @default - an opaque Secret with the imported keys
   */
  template: template.optional(),
}).superRefine(({ keys }, context) => {
  const names = keys.map(({ key }) => key);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) === index) continue;
    const message = `must be used once, got '${name}' twice; remove one`;
    context.addIssue({ code: 'custom', path: ['keys', index, 'key'], message });
  }
});

export type ImportedSecretProps = z.input<typeof importedSecret>;
export type ImportedSecretSettings = z.output<typeof importedSecret>;

/**
 * One value that the cluster makes up itself, once, and keeps in the vault. A path holds one generated value: two
 * entries of one PushSecret get the same, and two PushSecrets on one path overwrite each other's.
 */
export const generatedSecret = record({
  /** Name of the Secret that the value is for; also that of the generator. */
  name: secretName,
  /** Property of the path that holds the value. */
  key: secretKey,
  /**
   * Path within the vault's mount.
   * @default - `<namespace>/<name>`
   */
  path: vaultPath.optional(),
  /**
   * Length of the value, in letters and digits; each is worth a little less than 6 bits.
   * @default 32
   */
  length: whole(24, 256, 'characters').default(32),
});

export type GeneratedSecretProps = z.input<typeof generatedSecret>;
export type GeneratedSecretSettings = z.output<typeof generatedSecret>;

/** All that a namespace has to do with the vault. */
export const vaultSecretsProps = record({
  ...vaultShape,
  /** Secrets that are read. */
  imported: listOf(importedSecret),
  /**
   * Values that are generated; a namespace that reads one names it among `imported`, too.
   * @default - none
   */
  generated: listOf(generatedSecret).prefault([]),
}).superRefine(({ imported, generated }, context) => {
  for (const [list, items] of [
    ['imported', imported],
    ['generated', generated],
  ] as const) {
    const names = items.map(({ name }) => name);
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) === index) continue;
      const message = `must be used once, got '${name}' twice; give its keys in one place`;
      context.addIssue({ code: 'custom', path: [list, index, 'name'], message });
    }
  }
});

export type VaultSecretsProps = z.input<typeof vaultSecretsProps>;
export type VaultSecretsSettings = z.output<typeof vaultSecretsProps>;

/** Secrets by name with all keys that somebody refers to, in the order of the alphabet. */
export function importedSecretsOf(references: readonly SecretRef[]): readonly ImportedSecretProps[] {
  const names = [...new Set(references.map(({ secret }) => secret))].sort();
  return names.map((name) => {
    const keys = references.filter(({ secret }) => secret === name).map(({ key }) => key);
    return { name, keys: [...new Set(keys)].sort().map((key) => ({ key })) };
  });
}
