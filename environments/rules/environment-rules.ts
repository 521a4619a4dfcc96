import { fewestReplicas } from '../../constructs/model-service/scaling-props';
import type { ClusterValues } from '../cluster-spec';
import type { EnvironmentValues } from '../environment-spec';
import { type Rule, repeated } from './rule';

type Told = readonly [path: string, message: string];

/** Rules on one environment and the cluster that hosts it. */
export const environmentRules: readonly Rule[] = [
  eachEnvironment('names-within-an-application-are-used-once', function* (environment) {
    for (const { application, items } of workloadsOf(environment)) {
      for (const [{ name }] of repeated(items, (item) => item.name)) {
        yield [
          `${application}/${name}`,
          `\`name\` must be used once in ${application}, got '${name}' twice; rename one`,
        ];
      }
    }
  }),
  eachEnvironment('calls-have-a-target', function* (environment) {
    const models = new Set(environment.modelServing?.models.map(({ name }) => name));
    for (const { application, items } of workloadsOf(environment)) {
      for (const { name, calls } of items) {
        for (const { model } of calls) {
          if (models.has(model)) continue;
          yield [
            `${application}/${name}`,
            `\`calls\` must name models of the environment (${[...models].join(', ') || 'it has none'}), got '${model}'`,
          ];
        }
      }
    }
  }),
  eachEnvironment('replicas-can-spread', function* ({ modelServing }, host) {
    const workers = host?.nodes.filter(({ role }) => role === 'worker').length ?? Number.POSITIVE_INFINITY;
    for (const { name, scaling } of modelServing?.models ?? []) {
      const fewest = fewestReplicas(scaling);
      if (fewest < 2 || workers >= 2) continue;
      yield [
        `model-serving/${name}`,
        `\`scaling\` must ask for 1 replica on a cluster of ${workers} worker, got ${fewest}; a second one on the same worker survives nothing`,
      ];
    }
  }),
  eachEnvironment('volumes-have-a-storage-class', function* ({ batchJobs }, host) {
    const known = host?.storageClasses.map(({ name }) => name);
    for (const { name, volume } of batchJobs?.jobs ?? []) {
      const wanted = volume?.storageClassName;
      if (wanted === undefined || known === undefined || known.includes(wanted)) continue;
      yield [
        `batch-jobs/${name}`,
        `\`volume.storageClassName\` must be one of ${known.join(', ')}, got '${wanted}'`,
      ];
    }
  }),
  eachEnvironment('an-application-has-something-to-run', function* (environment) {
    for (const { application, items } of workloadsOf(environment)) {
      if (items.length === 0)
        yield [application, 'must hold at least one workload, got none; leave the key out'];
    }
  }),
];

/** Rules between environments. */
export const inventoryRules: readonly Rule[] = [
  {
    id: 'names-are-used-once',
    needsClusters: false,
    *judge({ clusters, environments }) {
      const trees = [
        ...clusters.map(({ name }) => ({ name, kind: 'cluster' })),
        ...environments.map(({ name }) => ({ name, kind: 'environment' })),
      ];
      for (const [{ name, kind }, earlier] of repeated(trees, (tree) => tree.name)) {
        const message = `\`name\` of this ${kind} must be its own, got '${name}', which another ${earlier.kind} has; both would render into dist/${name}`;
        yield { path: name, message };
      }
    },
  },
  {
    id: 'environments-name-a-known-cluster',
    needsClusters: true,
    *judge({ clusters, environments }) {
      const known = clusters.map(({ name }) => name);
      for (const { name, cluster } of environments) {
        if (known.includes(cluster)) continue;
        yield { path: name, message: `\`cluster\` must be one of ${known.join(', ')}, got '${cluster}'` };
      }
    },
  },
  {
    id: 'platform-environment-is-hosted',
    needsClusters: true,
    *judge({ clusters, environments }) {
      for (const { name, platformEnvironment } of clusters) {
        const hosted = environments
          .filter(({ cluster }) => cluster === name)
          .map((environment) => environment.name);
        if (hosted.length === 0 || hosted.includes(platformEnvironment)) continue;
        const message = `\`platformEnvironment\` must be an environment on this cluster (${hosted.join(', ')}), got '${platformEnvironment}'`;
        yield { path: name, message };
      }
    },
  },
  {
    id: 'domains-are-used-once',
    needsClusters: false,
    *judge({ environments }) {
      for (const [{ name, domain }, earlier] of repeated(environments, (environment) => environment.domain)) {
        yield {
          path: name,
          message: `\`domain\` must be its own, got '${domain}', which ${earlier.name} has`,
        };
      }
    },
  },
  {
    id: 'platform-environment-comes-first',
    needsClusters: true,
    *judge({ clusters, environments }) {
      for (const { name, platformEnvironment } of clusters) {
        const hosted = environments.filter(({ cluster }) => cluster === name);
        const first = hosted.find((environment) => environment.name === platformEnvironment);
        for (const { name: path, priority } of hosted) {
          if (first === undefined || path === platformEnvironment || priority < first.priority) continue;
          const message = `\`priority\` must be below that of ${platformEnvironment} (${first.priority}), got ${priority}; the cluster's own sign-in would be evicted for it`;
          yield { path, message };
        }
      }
    },
  },
];

function eachEnvironment(
  id: string,
  judge: (environment: EnvironmentValues, host: ClusterValues | undefined) => Iterable<Told>,
): Rule {
  return {
    id,
    needsClusters: false,
    *judge({ clusters, environments }) {
      for (const environment of environments) {
        const host = clusters.find(({ name }) => name === environment.cluster);
        for (const [path, message] of judge(environment, host))
          yield { path: `${environment.name}/${path}`, message };
      }
    },
  };
}

interface Application {
  readonly application: string;
  readonly items: readonly { readonly name: string; readonly calls: readonly { readonly model: string }[] }[];
}

function workloadsOf({ modelServing, batchJobs }: EnvironmentValues): readonly Application[] {
  return [
    ...(modelServing === undefined ? [] : [{ application: 'model-serving', items: modelServing.models }]),
    ...(batchJobs === undefined ? [] : [{ application: 'batch-jobs', items: batchJobs.jobs }]),
  ];
}
