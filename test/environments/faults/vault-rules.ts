import { changed, type FaultFixture, withoutKeycloak } from '../change';

const operators = { group: 'platform-operators', role: 'operator' };

/** One fixture a rule on the vault, named for its one fault. */
export const vaultFaults: Readonly<Record<string, FaultFixture>> = {
  'vault-has-object-storage': {
    inventory: withoutKeycloak(changed('staging.objectStorage', undefined)),
    faults: [
      'staging/vault: must not be set without `objectStorage`, which takes its snapshots, got none; set it or leave `vault` out',
    ],
  },
  'vault-nodes-have-workers-of-their-own': {
    inventory: changed('production.vault.replicas', 5),
    faults: [
      'production/vault: `replicas` must be at most the number of workers (3), got 5; two nodes on one worker would lose their votes together',
    ],
  },
  'vault-has-a-storage-class': {
    inventory: changed('staging.vault.storageClassName', 'ceph'),
    faults: ["staging/vault: `storageClassName` must be one of proxmox, got 'ceph'"],
  },
  'vault-groups-are-given-access-once': {
    inventory: changed('staging.vault.access', [operators, { ...operators, role: 'viewer' }]),
    faults: [
      "staging/vault: `access` must name a group once, got 'platform-operators' twice; remove one or merge them",
    ],
  },
  'vault-groups-are-of-the-realm': {
    inventory: changed('staging.vault.access.0.group', 'operators'),
    faults: [
      "staging/vault: `access` must name groups of the realm (platform-operators, model-developers), got 'operators'; correct it or add the group",
    ],
  },
};
