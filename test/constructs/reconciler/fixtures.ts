import type { ReconcilerProps } from '../../../constructs/reconciler/props';
import type { PinnedImage } from '../../../values/image';

export const DIGEST = '0123456789abcdef'.repeat(4);
export const IMAGE: PinnedImage = `registry.example.com/node@sha256:${DIGEST}`;

/** A vault's state with nothing in it. */
export const state = { policies: [], kubernetesRoles: [] };

/** A reconciler of which nothing is said that need not be said. */
export const minimal = {
  name: 'keycloak-reconcile',
  image: IMAGE,
  priorityClassName: 'production',
  desired: { product: 'keycloak', state: { realm: 'platform', displayName: 'Platform' } },
  server: 'http://keycloak:8080',
  secrets: [{ secret: 'keycloak-reconciler', folder: 'data-frost-reconciler' }],
} satisfies ReconcilerProps;

/** A reconciler of which everything is said. */
export const everything: Required<ReconcilerProps> = {
  name: 'vault-reconcile',
  image: IMAGE,
  priorityClassName: 'production',
  imagePullSecret: 'registry',
  desired: { product: 'vault', state, record: 'openbao-initialised' },
  server: 'https://openbao-active.production-vault.svc:8200',
  caConfigMap: 'internal-ca',
  token: { audience: 'vault' },
  secrets: [
    { secret: 'vault-oidc-client', folder: 'vault' },
    { secret: 'bootstrap', folder: 'bootstrap', runs: 'hook' },
  ],
  schedule: '0 * * * *',
  timeZone: 'Europe/Lisbon',
  deadlineSeconds: 600,
  resources: {
    requests: { cpu: '100m', memory: '64Mi', ephemeralStorage: '32Mi' },
    limits: { cpu: '1', memory: '128Mi', ephemeralStorage: '48Mi' },
  },
};
