import type { Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import type { Pods } from '../readers/pods';
import { at, isMapping, text } from '../readers/read';
import { replicasOf, type Scaler, scalersByTarget } from '../readers/scaling';
import { podIndexOf } from '../readers/selectors';
import { shown } from '../readers/show';

type Scalers = ReadonlyMap<string, readonly Scaler[]>;

/**
 * A disruption budget is for one workload, lets at least one pod go when there are as few as there may be, and
 * does not hold a node for pods that are not well anyway; and serving pods that are always two or more have one.
 * One that finds no pod is up to `selectors-match-their-pods`.
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export const budgetsCanBeMet: Law = {
  id: 'budgets-can-be-met',
  *judge(world): Generator<Breach> {
    const scalers = scalersByTarget(world);
    const index = podIndexOf(world);
    const budgeted = new Set<Pods>();
    const pointless = new Set<string>();
    for (const manifest of world.ofKind('policy', 'PodDisruptionBudget')) {
      const { namespace = 'default', name } = manifest.object.metadata;
      const selector = at(manifest.object, 'spec.selector');
      const selected = isMapping(selector) ? index.selected(namespace, selector) : [];
      for (const pods of selected) budgeted.add(pods);
      if (selected.length === 0) pointless.add(`${namespace}/${name}`);
      for (const message of faultsOf(manifest, selected, scalers)) yield { manifest, message };
    }
    for (const pods of world.pods) {
      const minimum = replicasOf(pods, scalers)?.minimum ?? 0;
      // A budget of the workload's name that finds nothing is one fault, not two.
      const named = pointless.has(`${pods.namespace}/${pods.manifest.object.metadata.name}`);
      if (minimum < 2 || budgeted.has(pods) || named) continue;
      yield {
        manifest: pods.manifest,
        message: `${called(pods)} must have a PodDisruptionBudget, got none for at least ${minimum} replicas; use \`maxUnavailable: 1\``,
      };
    }
  },
};

function* faultsOf({ object }: Manifest, selected: readonly Pods[], scalers: Scalers): Generator<string> {
  const policy = text(object, 'spec.unhealthyPodEvictionPolicy');
  if (policy !== 'AlwaysAllow') {
    yield `\`unhealthyPodEvictionPolicy\` must be AlwaysAllow, got ${shown(policy)}`;
  }
  if (selected.length > 1) {
    yield `\`selector\` must match the pods of one workload, got those of ${selected.map(called).join(', ')}`;
  }
  const fields = ['maxUnavailable', 'minAvailable'].filter(
    (field) => at(object, `spec.${field}`) !== undefined,
  );
  const [field] = fields;
  if (field === undefined || fields.length > 1) {
    yield `one of \`maxUnavailable\` and \`minAvailable\` must be set, got ${field === undefined ? 'none' : 'both'}; use \`maxUnavailable: 1\``;
    return;
  }
  for (const pods of selected) {
    const replicas = Math.max(1, replicasOf(pods, scalers)?.minimum ?? Number.POSITIVE_INFINITY);
    if (!Number.isFinite(replicas)) continue;
    const bound = at(object, `spec.${field}`);
    const count = countOf(bound, replicas);
    const evictable = field === 'maxUnavailable' ? count : replicas - count;
    if (evictable >= 1) continue;
    yield `\`${field}\` must let one of the ${replicas} pods go that ${called(pods)} has at least, got ${shown(bound)}; use \`maxUnavailable: 1\``;
  }
}

/** A number of pods or a percentage of them, rounded up as the controller does; NaN where it is neither. */
function countOf(bound: unknown, replicas: number): number {
  if (typeof bound === 'number') return bound;
  const percentage = typeof bound === 'string' ? /^(\d+)%$/.exec(bound)?.[1] : undefined;
  return Math.ceil((Number(percentage) * replicas) / 100);
}

function called({ manifest }: Pods): string {
  return `${manifest.object.kind} '${manifest.object.metadata.name}'`;
}
