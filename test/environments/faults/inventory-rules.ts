import { changed, type FaultFixture } from '../change';

/** One fixture a rule between clusters and environments, named for its one fault. */
export const inventoryFaults: Readonly<Record<string, FaultFixture>> = {
  'names-are-used-once': {
    inventory: changed('staging.name', 'proxmox'),
    faults: [
      "proxmox: `name` of this environment must be its own, got 'proxmox', which a cluster has; both would render into dist/proxmox: rename one",
    ],
  },
  'names-are-free': {
    inventory: changed('staging.name', 'root'),
    faults: [
      "root: `name` must not be 'root', which is taken by the Application that syncs all others; choose another",
    ],
  },
  'names-begin-with-no-other-name': {
    inventory: changed('staging.name', 'production-namespaces'),
    faults: [
      "production-namespaces: `name` must not begin with 'production-', got 'production-namespaces': it could be an application of production; choose another",
    ],
  },
  'environments-name-a-known-cluster': {
    inventory: changed('staging.cluster', 'proxmax'),
    faults: ["staging: `cluster` must name a cluster (proxmox), got 'proxmax'"],
  },
  'platform-environment-is-hosted': {
    inventory: changed('proxmox.platformEnvironment', 'integration'),
    faults: [
      "proxmox: `platformEnvironment` must be an environment on this cluster (development, staging, production), got 'integration'",
    ],
  },
  'groups-of-argo-cd-exist': {
    inventory: changed('proxmox.administration.argoCd', [{ group: 'operators', role: 'admin' }]),
    faults: [
      "proxmox: `administration.argoCd` must name groups of the realm 'production' (platform-operators, model-developers), got 'operators'; nobody is in it: correct it or add it there",
    ],
  },
  'domains-are-used-once': {
    inventory: changed('staging.domain', 'production.data-frost.example'),
    faults: [
      "production: `domain` must be its own, got 'production.data-frost.example', which staging has; choose another",
    ],
  },
  'platform-environment-comes-first': {
    inventory: changed('staging.priority', 100_000),
    faults: [
      "staging: `priority` must be below that of production (100000), got 100000; the cluster's own sign-in would be evicted for it",
    ],
  },
};
