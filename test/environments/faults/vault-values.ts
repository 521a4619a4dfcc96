import type { ValueFault } from './value-fault';

/** Values of a vault and of object storage that their schemas refuse. */
export const vaultValues: readonly ValueFault[] = [
  ['staging.vault.replicas', 2, 'staging: `vault.replicas` must be 1, 3, 5 or 7 nodes, got 2'],
  [
    'staging.vault.seal',
    { current: 'Key' },
    "staging: `vault.seal.current` must be a key of the Secret of lower-case letters, digits and hyphens, got 'Key'; use 'key-2'",
  ],
  [
    'staging.vault.seal',
    { previous: 'key' },
    "staging: `vault.seal.previous` must not be `current`, got 'key' for both; leave it out or write the key before it",
  ],
  [
    'staging.vault.snapshots.schedule',
    '* * * * *',
    "staging: `vault.snapshots.schedule` must leave more than 1800 s between two snapshots, got '* * * * *' with 60 s; a run that is tried again would keep the next from starting",
  ],
  [
    'staging.vault.access.0.role',
    'admin',
    "staging: `vault.access.0.role` must be one of 'operator', 'editor', 'viewer', got 'admin'",
  ],
  [
    'staging.vault.access.1.applications',
    [],
    'staging: `vault.access.1.applications` must name an application; use the role `viewer` for people who edit none',
  ],
  [
    'staging.vault.access.1.applications.0',
    'models',
    "staging: `vault.access.1.applications.0` must be one of 'keycloak', 'model-serving', 'batch-jobs', got 'models'",
  ],
  [
    'staging.objectStorage.endpoint',
    's3.example.com',
    "staging: `objectStorage.endpoint` must be an HTTP URL without a path, got 's3.example.com'; use 'https://s3.example.com'",
  ],
  [
    'staging.objectStorage.networks',
    [],
    'staging: `objectStorage.networks` must hold a network; without one nothing could reach the endpoint',
  ],
];
