import type { KeycloakProps } from '../../../constructs/keycloak/props';
import type { PinnedImage } from '../../../values/image';
import type { Everything } from '../everything';

export const DIGEST = '0123456789abcdef'.repeat(4);
export const IMAGE: PinnedImage = `quay.io/keycloak/keycloak:26.8.0@sha256:${DIGEST}`;

const gateway = { name: 'public', namespace: 'gateway' };

/** Keycloak of which nothing is said that need not be said. */
export const minimal: KeycloakProps = {
  replicas: 1,
  resources: { requests: { cpu: '250m', memory: '600Mi' }, limits: { memory: '1500Mi' } },
  image: IMAGE,
  priorityClassName: 'production',
  publicRoute: { hostname: 'id.example.com', gateway, listener: 'production' },
  adminRoute: { hostname: 'id.internal.example.com', gateway, listener: 'production-private' },
  realm: 'production',
  trustedProxies: '10.244.0.0/16',
  database: {
    host: 'keycloak-database-rw',
    name: 'keycloak',
    user: 'keycloak',
    userSecret: 'keycloak-database-app',
    caSecret: 'keycloak-database-ca',
  },
};

/** Keycloak of which everything is said, and nothing as the default has it. */
export const everything: Everything<KeycloakProps> = {
  replicas: 3,
  resources: {
    requests: { cpu: '500m', memory: '800Mi', ephemeralStorage: '512Mi' },
    limits: { cpu: '2', memory: '2Gi', ephemeralStorage: '2Gi' },
  },
  heapPercent: 60,
  poolSize: 25,
  image: `registry.example.com/identity@sha256:${DIGEST}`,
  optimizedImage: true,
  priorityClassName: 'production',
  imagePullSecret: 'registry',
  publicRoute: {
    hostname: 'login.example.com',
    gateway: { name: 'edge', namespace: 'outside' },
    listener: 'all',
  },
  adminRoute: {
    hostname: 'login.internal.example.com',
    gateway: { name: 'inner', namespace: 'inside' },
    listener: 'few',
  },
  adminPort: 30_444,
  realm: 'staff',
  trustedProxies: '10.1.0.0/16',
  database: { host: 'db-rw', name: 'identity', user: 'owner', userSecret: 'db-app', caSecret: 'db-ca' },
};
