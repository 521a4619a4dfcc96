import { changed, type FaultFixture } from '../change';

/** One fixture a rule on the identity provider, named for its one fault. */
export const keycloakFaults: Readonly<Record<string, FaultFixture>> = {
  'keycloak-has-what-it-needs': {
    inventory: changed('staging.vault', undefined),
    faults: [
      'staging/keycloak: must not be set without `vault`, which keeps its secrets, got none; set it or leave `keycloak` out',
    ],
  },
  'keycloak-pool-fits-its-database': {
    inventory: changed('production.keycloak.poolSize', 43),
    faults: [
      'production/keycloak: `poolSize` times `replicas` must be at most `database.maxConnections` less 15 (85), got 43 times 2, 86; lower it or raise `database.maxConnections`',
    ],
  },
  'database-instances-have-workers-of-their-own': {
    inventory: changed(
      'proxmox.nodes',
      (nodes: readonly { readonly name: string }[]) => nodes.filter(({ name }) => name !== 'worker-3'),
      changed('production.vault.replicas', 1),
    ),
    faults: [
      'production/keycloak: `database.instances` must be at most the number of workers (2), got 3; each instance needs one of its own',
    ],
  },
  'databases-have-a-storage-class': {
    inventory: changed('staging.keycloak.database.storageClassName', 'ceph'),
    faults: ["staging/keycloak: `database.storageClassName` must be one of proxmox, got 'ceph'"],
  },
  'realms-are-sound': {
    inventory: changed('staging.keycloak.realm.clients', [{ id: 'vault', access: 'public', signIn: false }]),
    faults: ["staging/keycloak: `realm.clients.2.id` must be used once, got 'vault' twice; rename one"],
  },
};
