import { fewestReplicas } from '../../constructs/model-service/scaling-props';
import type { Resources } from '../../constructs/pod/props';
import { amountOf, byteText } from '../../values/quantity';
import type { ClusterValues } from '../cluster-spec';
import type { EnvironmentValues } from '../environment-spec';
import { type Rule, repeated } from './rule';

/** A fault of an environment: path below it, and message. */
export type Told = readonly [path: string, message: string];

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
    const workers = host?.nodes.filter(({ role }) => role === 'worker').length;
    for (const { name, scaling } of modelServing?.models ?? []) {
      const fewest = fewestReplicas(scaling);
      if (fewest < 2 || workers !== 1) continue;
      yield [
        `model-serving/${name}`,
        `\`scaling\` must ask for 1 replica on a cluster of 1 worker, got ${fewest}; a second one on the same worker survives nothing`,
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
  eachEnvironment('patches-have-names-of-their-own', function* ({ patches }) {
    for (const [{ name }] of repeated(patches, (patch) => patch.name)) {
      yield [`patches/${name}`, `\`name\` must be used once in patches, got '${name}' twice; rename one`];
    }
  }),
  eachEnvironment('pods-fit-a-worker', function* (environment, host) {
    if (host === undefined) return;
    const room = largestRoom(host);
    for (const { application, items } of workloadsOf(environment)) {
      for (const { name, resources, verticalScaling } of items) {
        const { cpu, memory } = resources.requests;
        const asks = [
          ['resources.requests.cpu', cpu, room.cpu, `${room.cpu} cores`],
          ['resources.requests.memory', memory, room.memory, byteText(room.memory)],
          ['verticalScaling.maxMemory', verticalScaling?.maxMemory, room.memory, byteText(room.memory)],
        ] as const;
        for (const [key, asked, most, text] of asks) {
          // Without any room it is the worker that is wrong, which another rule tells.
          if (most <= 0 || (amountOf(asked) ?? 0) <= most) continue;
          yield [
            `${application}/${name}`,
            `\`${key}\` must be at most what the largest worker leaves after the system (${text}), got '${asked}'; no worker could ever take the pod`,
          ];
        }
      }
    }
  }),
  eachEnvironment('an-application-has-something-to-run', function* (environment) {
    for (const { application, items } of workloadsOf(environment)) {
      if (items.length === 0)
        yield [application, 'must hold at least one workload, got none; leave the key out'];
    }
  }),
];

/** A rule that judges each environment with the cluster that hosts it, if that is known. */
export function eachEnvironment(
  id: string,
  judge: (environment: EnvironmentValues, host: ClusterValues | undefined) => Iterable<Told>,
): Rule {
  return {
    id,
    needs: [],
    *judge({ clusters, environments }) {
      for (const environment of environments) {
        const host = clusters.find(({ name }) => name === environment.cluster);
        for (const [path, message] of judge(environment, host))
          yield { path: `${environment.name}/${path}`, message };
      }
    },
  };
}

/** What the largest worker leaves for pods, for each resource by itself. */
function largestRoom({ nodes, systemReserved }: ClusterValues) {
  const workers = nodes.filter(({ role }) => role === 'worker');
  const reserved = { cpu: amountOf(systemReserved.cpu) ?? 0, memory: amountOf(systemReserved.memory) ?? 0 };
  return {
    cpu: Math.max(0, ...workers.map(({ cpu }) => cpu)) - reserved.cpu,
    memory: Math.max(0, ...workers.map(({ memory }) => amountOf(memory) ?? 0)) - reserved.memory,
  };
}

interface Application {
  readonly application: string;
  readonly items: readonly Workload[];
}

interface Workload {
  readonly name: string;
  readonly calls: readonly { readonly model: string }[];
  readonly resources: Resources;
  readonly verticalScaling?: { readonly maxMemory: string } | undefined;
}

function workloadsOf({ keycloak, modelServing, batchJobs }: EnvironmentValues): readonly Application[] {
  return [
    ...(keycloak === undefined ? [] : [{ application: 'keycloak', items: podsOf(keycloak) }]),
    ...(modelServing === undefined ? [] : [{ application: 'model-serving', items: modelServing.models }]),
    ...(batchJobs === undefined ? [] : [{ application: 'batch-jobs', items: batchJobs.jobs }]),
  ];
}

/** The servers and the instances of the database. */
function podsOf({ resources, database }: NonNullable<EnvironmentValues['keycloak']>): readonly Workload[] {
  return [
    { name: 'servers', calls: [], resources },
    { name: 'database', calls: [], resources: database.resources },
  ];
}
