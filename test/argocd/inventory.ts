import { renderDelivery } from '../../argocd/render';
import { buildApplications } from '../../charts/build';
import { proxmox } from '../../environments/clusters/proxmox';
import type { Cluster } from '../../environments/environment';
import type { EnvironmentSpec } from '../../environments/environment-spec';
import { type Inventory, resolveInventory } from '../../environments/resolve';
import type { Manifest } from '../../synth/manifest';
import { render } from '../../synth/render';

const resources = { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } } as const;
const quota = { pods: 4, requestsCpu: '1', requestsMemory: '2Gi', limitsMemory: '4Gi' } as const;
const image = `iris@sha256:${'a'.repeat(64)}` as const;

/** An environment with a public model and a job that calls it, whose workloads go with their Application. */
export const development: EnvironmentSpec = {
  name: 'development',
  cluster: 'proxmox',
  domain: 'development.example.com',
  timeZone: 'America/Sao_Paulo',
  priority: 0,
  registry: { repository: 'registry.example.com/models', pullSecret: 'registry' },
  removal: 'delete-workloads',
  modelServing: {
    quota,
    models: [{ name: 'iris', image, public: true, scaling: { kind: 'fixed', replicas: 1 }, resources }],
  },
  batchJobs: {
    quota,
    jobs: [
      {
        name: 'scoring',
        image,
        schedule: '10 * * * *',
        command: ['python3'],
        activeDeadlineSeconds: 600,
        calls: [{ model: 'iris', variable: 'MODEL_URL' }],
        resources,
      },
    ],
  },
};

/** An environment with a model that only the cluster reaches, whose workloads stay and which is frozen at times. */
export const production: EnvironmentSpec = {
  name: 'production',
  cluster: 'proxmox',
  domain: 'production.example.com',
  timeZone: 'Europe/Lisbon',
  priority: 100,
  registry: { repository: 'registry.example.com/models' },
  removal: 'keep-workloads',
  freezes: [
    { schedule: '0 18 * * 5', durationHours: 62 },
    { schedule: '0 0 24 12 *', durationHours: 48 },
  ],
  modelServing: {
    quota,
    models: [
      {
        name: 'digits',
        image,
        scaling: { kind: 'hpa', minReplicas: 2, maxReplicas: 3, targetCpuUtilizationPercentage: 70 },
        resources,
      },
    ],
  },
};

/** The reference cluster with these environments, of which the last one serves the cluster itself. */
export function clusterOf(...environments: readonly EnvironmentSpec[]): Cluster {
  const platformEnvironment = environments.at(-1)?.name ?? proxmox.platformEnvironment;
  const inventory: Inventory = { clusters: [{ ...proxmox, platformEnvironment }], environments };
  const [cluster] = resolveInventory(inventory);
  if (cluster === undefined) throw new Error('the inventory must hold a cluster');
  return cluster;
}

/** Everything that a cluster comes to: its applications, then what Argo CD is told of them. */
export function manifestsOf(cluster: Cluster): readonly Manifest[] {
  const applications = buildApplications(cluster);
  const workloads = render(applications);
  return [...workloads, ...renderDelivery(cluster, applications, workloads)];
}
