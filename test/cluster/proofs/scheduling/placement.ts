import { type Fields, list, mapping, mappings, number, text } from '../../../../checks/readers/read';
import { selects } from '../../../../checks/readers/selectors';
import type { LiveNode, LivePod } from './live';
import { podSpecOf, type Workload } from './workloads';

/**
 * Where the pods of a workload lie otherwise than it promises: spread constraints that must hold and required
 * anti-affinity. What the scheduler merely should do is no promise.
 *
 * @param pods those of the workload that stay
 * @param nodes all of them; the ones that the workload cannot be placed on count where its constraint says so
 * @returns one line for each fault
 */
export function placementFaults(
  workload: Workload,
  pods: readonly LivePod[],
  nodes: readonly LiveNode[],
): readonly string[] {
  const spec = podSpecOf(workload);
  const spreads = mappings(spec, 'topologySpreadConstraints').filter(
    (constraint) => constraint['whenUnsatisfiable'] === 'DoNotSchedule',
  );
  const terms = mappings(spec, 'affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution');
  return [
    ...spreads.flatMap((constraint) => spreadFaults(constraint, spec, pods, nodes)),
    ...terms.flatMap((term) => apartFaults(term, pods, nodes)),
  ].map((fault) => `${workload.title}: ${fault}`);
}

/** How many more pods the fullest place has than the emptiest. */
function spreadFaults(
  constraint: Fields,
  spec: unknown,
  pods: readonly LivePod[],
  nodes: readonly LiveNode[],
): readonly string[] {
  const key = text(constraint, 'topologyKey') ?? '';
  const most = number(constraint, 'maxSkew') ?? 1;
  const honours = constraint['nodeTaintsPolicy'] === 'Honor';
  const eligible = nodes.filter((node) => !honours || isOpenTo(node, spec));
  const places = [...new Set(eligible.flatMap(({ labels }) => labels[key] ?? []))];
  // Without any place there is no skew either, and the constraint would seem to hold.
  if (places.length === 0) return [`a node that is open to the pods must have the label ${key}, got none`];
  return generationsOf(constraint, pods).flatMap((generation) => {
    const counts = countsBy(key, generation, nodes);
    const known = places.map((place) => counts.get(place) ?? 0);
    const skew = Math.max(...known) - Math.min(...known);
    if (skew <= most) return [];
    const found = places.map((place) => `${place}: ${counts.get(place) ?? 0}`).join(', ');
    return [`the skew over ${key} must be at most ${most}, got ${skew} (${found})`];
  });
}

/** Pods that are counted together: those with the same values of the constraint's own label keys. */
function generationsOf(constraint: Fields, pods: readonly LivePod[]): readonly (readonly LivePod[])[] {
  const keys = list(constraint, 'matchLabelKeys');
  const generations = new Map<string, LivePod[]>();
  for (const pod of pods.filter(({ labels }) => selects(mapping(constraint, 'labelSelector'), labels))) {
    const values = keys.map((key) => pod.labels[String(key)]).join();
    generations.set(values, [...(generations.get(values) ?? []), pod]);
  }
  return [...generations.values()];
}

function apartFaults(term: Fields, pods: readonly LivePod[], nodes: readonly LiveNode[]): readonly string[] {
  const key = text(term, 'topologyKey') ?? '';
  const own = pods.filter(({ labels }) => selects(mapping(term, 'labelSelector'), labels));
  return [...countsBy(key, own, nodes)]
    .filter(([, count]) => count > 1)
    .map(([place, count]) => `the pods must be apart by ${key}, got ${count} on ${place}`);
}

function countsBy(
  key: string,
  pods: readonly LivePod[],
  nodes: readonly LiveNode[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const pod of pods) {
    const place = nodes.find(({ name }) => name === pod.node)?.labels[key];
    if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
}

/** Whether no taint of the node keeps the pods of this spec away. */
function isOpenTo({ taints }: LiveNode, spec: unknown): boolean {
  const tolerations = mappings(spec, 'tolerations');
  return taints
    .filter(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute')
    .every((taint) => tolerations.some((toleration) => tolerates(toleration, taint)));
}

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export function tolerates(toleration: Fields, taint: Fields): boolean {
  const { key, operator = 'Equal', effect, value = '' } = toleration;
  if (effect !== undefined && effect !== taint['effect']) return false;
  if (key !== undefined && key !== taint['key']) return false;
  return operator === 'Exists' || value === (taint['value'] ?? '');
}
