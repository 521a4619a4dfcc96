import type {
  GeneratedSecretProps,
  ImportedSecretProps,
  SecretStoresProps,
  VaultSecretsProps,
} from '../../../constructs/secrets/props';
import type { Everything } from '../everything';

/** Where the namespace of the tests finds its vault. */
export const vault = {
  server: 'https://openbao-active.production-vault.svc:8200',
  ca: { configMap: 'internal-ca', key: 'ca.crt' },
} as const;

/** Stores of a namespace for which values are generated. */
export const everyStore: Everything<SecretStoresProps> = { ...vault, generates: true };

/** A Secret of which nothing is said that need not be said. */
export const minimalImport = { name: 'broker', keys: [{ key: 'uri' }] } satisfies ImportedSecretProps;

/** A Secret of which everything is said, and nothing as the default has it. */
export const everyImport: Everything<ImportedSecretProps> = {
  name: 'argo-cd-oidc',
  keys: [{ key: 'secret', property: 'client-secret' }],
  path: 'oidc-clients/argo-cd',
  refreshIntervalSeconds: 30,
  template: {
    type: 'kubernetes.io/basic-auth',
    labels: { 'app.kubernetes.io/part-of': 'argocd' },
    data: { password: '{{ .secret }}' },
  },
};

/** A generated value of which nothing is said that need not be said. */
export const minimalGenerated = { name: 'admin', key: 'client-secret' } satisfies GeneratedSecretProps;

/** A generated value of which everything is said. */
export const everyGenerated: Everything<GeneratedSecretProps> = {
  name: 'models',
  key: 'client-secret',
  path: 'oidc-clients/models',
  length: 48,
};

/** A namespace that reads and generates. */
export const everyVaultSecret: Everything<VaultSecretsProps> = {
  ...vault,
  imported: [everyImport],
  generated: [everyGenerated],
};
