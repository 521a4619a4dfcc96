import { groupOf, type Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { once } from './once';
import type { Pods } from './pods';
import { type Fields, mapping, mappings, number, text } from './read';

/** What changes the number of replicas of a workload. */
export interface Scaler {
  readonly manifest: Manifest;
  /** Identity of the workload: see {@link identityOf}. */
  readonly target: string;
  /** Fewest replicas; 1 for a HorizontalPodAutoscaler and 0 for a ScaledObject that say nothing. */
  readonly minimum: number;
  /** Most replicas; 100 for a ScaledObject that says nothing. */
  readonly maximum: number;
}

/** How many pods a workload can have. */
export interface Replicas {
  readonly minimum: number;
  readonly maximum: number;
}

/** A resource that a scaler keeps at a share of what is requested. */
export interface Utilisation {
  readonly resource: string;
  /** The container that is measured; all of them where it is absent. */
  readonly container: string | undefined;
}

/** Kinds with a number of replicas, by group/kind; the others have as many pods as nodes, or one. */
const COUNTED = new Set(['apps/Deployment', 'apps/StatefulSet', 'apps/ReplicaSet', '/ReplicationController']);

/**
 * HorizontalPodAutoscalers and ScaledObjects of a world, in that order.
 * @see https://keda.sh/docs/2.21/reference/scaledobject-spec/
 */
export const scalersOf = once((world: World): readonly Scaler[] => [
  ...world.ofKind('autoscaling', 'HorizontalPodAutoscaler').map((manifest) => {
    const minimum = number(manifest.object, 'spec.minReplicas') ?? 1;
    const maximum = number(manifest.object, 'spec.maxReplicas') ?? minimum;
    return { manifest, target: targetOf(manifest, 'spec.scaleTargetRef'), minimum, maximum };
  }),
  ...world.ofKind('keda.sh', 'ScaledObject').map((manifest) => {
    const minimum = number(manifest.object, 'spec.minReplicaCount') ?? 0;
    const maximum = number(manifest.object, 'spec.maxReplicaCount') ?? 100;
    return { manifest, target: targetOf(manifest, 'spec.scaleTargetRef'), minimum, maximum };
  }),
]);

/** Scalers and the like by the workload that they act on. */
export function byTarget<Acting extends { readonly target: string }>(
  all: readonly Acting[],
): ReadonlyMap<string, readonly Acting[]> {
  const groups = new Map<string, Acting[]>();
  for (const one of all) {
    const group = groups.get(one.target);
    if (group === undefined) groups.set(one.target, [one]);
    else group.push(one);
  }
  return groups;
}

/** The scalers of a world by the workload that they act on. */
export const scalersByTarget = once((world: World) => byTarget(scalersOf(world)));

/** How many pods a workload can have; undefined for kinds without replicas. */
export function replicasOf(
  { manifest }: Pods,
  scalers: ReadonlyMap<string, readonly Scaler[]>,
): Replicas | undefined {
  const { object } = manifest;
  if (!COUNTED.has(`${groupOf(object)}/${object.kind}`)) return undefined;
  const acting = scalers.get(identityOf(manifest)) ?? [];
  const fixed = number(object, 'spec.replicas') ?? 1;
  if (acting.length === 0) return { minimum: fixed, maximum: fixed };
  return {
    minimum: Math.min(...acting.map(({ minimum }) => minimum)),
    maximum: Math.max(...acting.map(({ maximum }) => maximum)),
  };
}

/** What a scaler keeps at a share of the request; values and averages in absolute numbers do not count. */
export function utilisationsOf({ manifest }: Scaler): readonly Utilisation[] {
  const { object } = manifest;
  if (object.kind === 'ScaledObject') return mappings(object, 'spec.triggers').flatMap(utilisationOfTrigger);
  const metrics = mappings(object, 'spec.metrics');
  // The API server fills in CPU at 80% where an autoscaler names no metric.
  if (metrics.length === 0) return [{ resource: 'cpu', container: undefined }];
  return metrics.flatMap((metric) =>
    ['resource', 'containerResource'].flatMap((field) => {
      const source = mapping(metric, field);
      const resource = text(source, 'name');
      if (resource === undefined || text(source, 'target.type') !== 'Utilization') return [];
      return [{ resource, container: text(source, 'container') }];
    }),
  );
}

/** Whether a ScaledObject looks at anything but the CPU and memory of the pods themselves. */
export function hasOutsideTrigger({ manifest }: Scaler): boolean {
  return mappings(manifest.object, 'spec.triggers').some(({ type }) => type !== 'cpu' && type !== 'memory');
}

function utilisationOfTrigger(trigger: Fields): Utilisation[] {
  const resource = text(trigger, 'type');
  const target = text(trigger, 'metricType') ?? text(trigger, 'metadata.type');
  if ((resource !== 'cpu' && resource !== 'memory') || target !== 'Utilization') return [];
  return [{ resource, container: text(trigger, 'metadata.containerName') }];
}

/** The workload that a reference at `path` names: a Deployment of the same namespace where it names no kind. */
export function targetOf({ object }: Manifest, path: string): string {
  const reference = mapping(object, path);
  const apiVersion = text(reference, 'apiVersion') ?? 'apps/v1';
  const kind = text(reference, 'kind') ?? 'Deployment';
  return `${object.metadata.namespace ?? 'default'}/${groupOf({ apiVersion })}/${kind}/${text(reference, 'name')}`;
}

/** A workload as {@link targetOf} names it. */
export function identityOf({ object }: Manifest): string {
  const { namespace, name } = object.metadata;
  return `${namespace ?? 'default'}/${groupOf(object)}/${object.kind}/${name}`;
}
