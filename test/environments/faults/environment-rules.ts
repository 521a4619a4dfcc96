import { changed, type FaultFixture, withoutKeycloak } from '../change';

const patch = {
  name: 'alias',
  reason: 'the broker has no name in DNS yet',
  target: { application: 'model-serving', kind: 'Deployment', name: 'iris' },
  operations: [{ op: 'add', path: '/spec/minReadySeconds', value: 5 }],
};

/** One fixture a rule on environments, named for its one fault. */
export const environmentFaults: Readonly<Record<string, FaultFixture>> = {
  'names-within-an-application-are-used-once': {
    inventory: changed('staging.batchJobs.jobs.iris-scoring.name', 'iris-retraining'),
    faults: [
      "staging/batch-jobs/iris-retraining: `name` must be used once in batch-jobs, got 'iris-retraining' twice; rename one",
    ],
  },
  'calls-have-a-target': {
    inventory: changed('staging.batchJobs.jobs.iris-scoring.calls.0.model', 'iri'),
    faults: [
      "staging/batch-jobs/iris-scoring: `calls` must name models of the environment (iris, digits), got 'iri'",
    ],
  },
  'replicas-can-spread': {
    inventory: changed(
      'proxmox.nodes',
      (nodes: readonly { readonly name: string }[]) =>
        nodes.filter(({ name }) => !['worker-2', 'worker-3'].includes(name)),
      changed('production.keycloak.database.instances', 1, changed('production.vault.replicas', 1)),
    ),
    faults: [
      'staging/model-serving/iris',
      'staging/model-serving/digits',
      'production/model-serving/iris',
      'production/model-serving/digits',
    ].map(
      (model) =>
        `${model}: \`scaling\` must ask for 1 replica on a cluster of 1 worker, got 2; a second one on the same worker survives nothing`,
    ),
  },
  'volumes-have-a-storage-class': {
    inventory: changed('staging.batchJobs.jobs.iris-scoring.volume.storageClassName', 'ceph'),
    faults: ["staging/batch-jobs/iris-scoring: `volume.storageClassName` must be one of proxmox, got 'ceph'"],
  },
  'secrets-come-from-a-vault': {
    inventory: changed(
      'staging.batchJobs.jobs.iris-scoring.secrets',
      [{ secret: 'warehouse', keys: ['user', 'password'] }],
      withoutKeycloak(changed('staging.vault', undefined)),
    ),
    faults: [
      "staging/batch-jobs: Secret 'warehouse' must come from a vault, got none; give the environment a `vault`",
    ],
  },
  'patches-have-names-of-their-own': {
    inventory: changed('staging.patches', [patch, patch]),
    faults: ["staging/patches/alias: `name` must be used once in patches, got 'alias' twice; rename one"],
  },
  'pods-fit-a-worker': {
    inventory: changed('staging.batchJobs.jobs.iris-scoring.resources.requests.cpu', '7501m'),
    faults: [
      "staging/batch-jobs/iris-scoring: `resources.requests.cpu` must be at most what the largest worker leaves after the system (7.5 cores), got '7501m'; no worker could ever take the pod",
    ],
  },
  'an-application-has-something-to-run': {
    inventory: changed('staging.batchJobs.jobs', []),
    faults: ['staging/batch-jobs: must hold at least one workload, got none; leave the key out'],
  },
};
