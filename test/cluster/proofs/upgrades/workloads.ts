import { mapping, mappings, number, strings, text } from '../../../../checks/readers/read';
import type { KubernetesObject } from '../../../../synth/manifest';
import { type DistObject, readDist } from '../../../admission/documents';
import { inParallel } from '../../../control-plane/pool';
import { type Cluster, kubectl } from '../../cluster';
import { get } from '../../get';
import { until } from '../../session/until';

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** kubectl processes at once. */
const PROCESSES = 3;

/** What keeps pods running: a Deployment, a StatefulSet or a DaemonSet. */
export interface TreeWorkload {
  /** `Deployment/namespace/name` */
  readonly id: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Path below the tree. */
  readonly file: string;
  readonly object: KubernetesObject;
}

/** A pod of a workload. */
export interface PodState {
  readonly workload: string;
  readonly uid: string;
  /** How often its containers were started again, all together. */
  readonly restarts: number;
}

/** Every workload of a tree. */
export function workloadsIn(dist: string): readonly TreeWorkload[] {
  return readDist(dist)
    .filter(({ object }) => KINDS.includes(object.kind))
    .map(workloadOf);
}

function workloadOf({ title, object }: DistObject): TreeWorkload {
  const { namespace = '', name } = object.metadata;
  return {
    id: `${object.kind}/${namespace}/${name}`,
    kind: object.kind,
    namespace,
    name,
    file: title,
    object,
  };
}

/** Workloads whose pods have to be made anew on the way from one tree to the other, and the ones only one has. */
export function changedBetween(
  one: readonly TreeWorkload[],
  other: readonly TreeWorkload[],
): ReadonlySet<string> {
  const templates = (workloads: readonly TreeWorkload[]) =>
    new Map(workloads.map(({ id, object }) => [id, JSON.stringify(mapping(object, 'spec.template'))]));
  const [before, after] = [templates(one), templates(other)];
  const all = [...before.keys(), ...after.keys()];
  return new Set(all.filter((id) => before.get(id) !== after.get(id)));
}

/** The pods that these workloads have now, the ones left out that have been told to end. */
export async function podStatesOf(
  cluster: Cluster,
  workloads: readonly TreeWorkload[],
): Promise<readonly PodState[]> {
  const pods = (await allPods(cluster)).filter(
    (pod) => text(pod, 'metadata.deletionTimestamp') === undefined,
  );
  return workloads.flatMap((workload) =>
    pods
      .filter((pod) => isOf(pod, workload))
      .map((pod) => ({
        workload: workload.id,
        uid: text(pod, 'metadata.uid') ?? '',
        restarts: mappings(pod, 'status.containerStatuses').reduce(
          (sum, status) => sum + (number(status, 'restartCount') ?? 0),
          0,
        ),
      })),
  );
}

/** Waits until every workload has its new pods Ready and the old ones are gone. */
export async function awaitRollouts(cluster: Cluster, workloads: readonly TreeWorkload[]): Promise<void> {
  await inParallel(PROCESSES, workloads, async ({ kind, namespace, name }) => {
    const flags = [`--namespace=${namespace}`, '--timeout=300s'];
    await kubectl(cluster, ['rollout', 'status', `${kind.toLowerCase()}/${name}`, ...flags]);
  });
  await until(
    'the pods that were replaced are gone',
    async () => {
      const leaving = (await allPods(cluster))
        .filter((pod) => text(pod, 'metadata.deletionTimestamp') !== undefined)
        .filter((pod) => workloads.some((workload) => isOf(pod, workload)));
      return leaving.length === 0 || leaving.map((pod) => text(pod, 'metadata.name')).join();
    },
    { seconds: 180 },
  );
}

async function allPods(cluster: Cluster): Promise<readonly unknown[]> {
  return mappings(await get(cluster, '/api/v1/pods'), 'items');
}

function isOf(pod: unknown, { namespace, object }: TreeWorkload): boolean {
  const wanted = Object.entries(strings(object, 'spec.selector.matchLabels'));
  const labels = strings(pod, 'metadata.labels');
  return (
    text(pod, 'metadata.namespace') === namespace && wanted.every(([key, value]) => labels[key] === value)
  );
}
