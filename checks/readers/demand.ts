import { groupOf } from '../../synth/manifest';
import { largerOf, sumOf } from './amounts';
import { type ContainerResources, NONE, resourcesOf } from './container-resources';
import type { Pods } from './pods';
import { at, type Fields, mappings, number, text } from './read';
import { replicasOf, type Scaler } from './scaling';
import { raisedBy } from './vertical-scaling';

/** Pods that a Deployment makes beyond its replicas while it rolls, unless it says otherwise. */
const DEFAULT_SURGE = '25%';

/**
 * What one pod takes, as the scheduler and a quota count it: all containers that run as long as it does, or what one
 * init container needs beside the sidecars before it, whichever is more.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function podResourcesOf(
  { spec }: Pods,
  defaults: ContainerResources = NONE,
  vertical?: Fields,
): ContainerResources {
  const taken = (container: Fields) =>
    raisedBy(vertical, text(container, 'name'), resourcesOf(container, defaults));
  let sidecars = NONE;
  let starting = NONE;
  for (const container of mappings(spec, 'initContainers')) {
    const own = both(sidecars, taken(container));
    if (container['restartPolicy'] === 'Always') sidecars = own;
    starting = {
      requests: largerOf(starting.requests, own.requests),
      limits: largerOf(starting.limits, own.limits),
    };
  }
  const running = mappings(spec, 'containers').map(taken).reduce(both, sidecars);
  return {
    requests: largerOf(starting.requests, running.requests),
    limits: largerOf(starting.limits, running.limits),
  };
}

function both(one: ContainerResources, other: ContainerResources): ContainerResources {
  return {
    requests: sumOf([one.requests, other.requests]),
    limits: sumOf([one.limits, other.limits]),
  };
}

/**
 * The most pods that a workload has at a time: a Deployment's with the surge of an update, those of one run of a job.
 * How many a DaemonSet has depends on the nodes: here it is one.
 */
export function mostPodsOf(pods: Pods, scalers: ReadonlyMap<string, readonly Scaler[]>): number {
  const { object } = pods.manifest;
  const replicas = replicasOf(pods, scalers)?.maximum;
  if (replicas !== undefined)
    return object.kind === 'Deployment' ? replicas + surgeOf(object, replicas) : replicas;
  const job = object.kind === 'CronJob' ? at(object, 'spec.jobTemplate') : object;
  if (groupOf(object) !== 'batch') return 1;
  const parallel = number(job, 'spec.parallelism') ?? 1;
  return Math.min(parallel, number(job, 'spec.completions') ?? parallel);
}

function surgeOf(deployment: unknown, replicas: number): number {
  if (text(deployment, 'spec.strategy.type') === 'Recreate') return 0;
  const surge = at(deployment, 'spec.strategy.rollingUpdate.maxSurge') ?? DEFAULT_SURGE;
  if (typeof surge === 'number') return surge;
  const percent = typeof surge === 'string' ? Number.parseInt(surge, 10) : Number.NaN;
  return Number.isNaN(percent) ? 0 : Math.ceil((replicas * percent) / 100);
}
