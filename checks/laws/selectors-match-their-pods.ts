import { groupOf, type Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { labelsAskedFor, shownLabels, shownSelector } from '../readers/labels';
import { type Namespaces, namespaceOf, namespacesOf } from '../readers/namespaces';
import { type OperatedPods, operatedPodsOf } from '../readers/operated-pods';
import type { Pods } from '../readers/pods';
import { at, type Fields, isMapping, list, mapping, mappings } from '../readers/read';
import { finds, LabelIndex, type PodIndex, podIndexOf, selects } from '../readers/selectors';
import { serviceSelectorOf } from '../readers/service-selector';
import type { World } from '../world';

/** Workloads whose selector a person writes; Jobs get theirs from the controller. */
const OWNERS = new Set(['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet']);

/**
 * A selector finds pods: a workload's and its spread finds its own, that of a Service, a disruption budget, a network
 * policy or an affinity finds at least one workload of the namespace. One that finds none fails silently.
 */
export const selectorsMatchTheirPods: Law = {
  id: 'selectors-match-their-pods',
  *judge(world): Generator<Breach> {
    const search: Search = {
      index: podIndexOf(world),
      operated: new LabelIndex(operatedPodsOf(world)),
      namespaces: namespacesOf(world),
    };
    for (const pods of world.pods) {
      const { manifest } = pods;
      for (const message of [...ownFaults(pods), ...affinityFaults(pods, search)])
        yield { manifest, message };
    }
    for (const { manifest, field, selector } of selectorsOf(world)) {
      const namespace = namespaceOf(manifest);
      if (!search.namespaces.knowsPodsOf(namespace) || findsAny(search, namespace, selector)) continue;
      yield { manifest, message: findsNothing(field, selector, placesOf([namespace])) };
    }
  },
};

interface Search {
  readonly index: PodIndex;
  readonly operated: LabelIndex<OperatedPods>;
  readonly namespaces: Namespaces;
}

function findsAny({ index, operated }: Search, namespace: string, selector: Fields): boolean {
  return [index, operated].some((one) => one.selected(namespace, selector).length > 0);
}

interface Selector {
  readonly manifest: Manifest;
  readonly field: string;
  readonly selector: Fields;
}

/** Selectors of objects beside the workloads; one that is empty or missing is no selector that could miss. */
function* selectorsOf(world: World): Generator<Selector> {
  for (const manifest of world.ofKind('', 'Service')) {
    const selector = { matchLabels: serviceSelectorOf(manifest.object) };
    yield { manifest, field: 'spec.selector', selector };
  }
  for (const manifest of world.ofKind('policy', 'PodDisruptionBudget')) {
    yield { manifest, field: 'spec.selector', selector: mapping(manifest.object, 'spec.selector') };
  }
  for (const manifest of world.ofKind('networking.k8s.io', 'NetworkPolicy')) {
    yield { manifest, field: 'spec.podSelector', selector: mapping(manifest.object, 'spec.podSelector') };
  }
}

/** Faults of the selectors of a workload that must find its own pods. */
function* ownFaults(pods: Pods): Generator<string> {
  const { manifest, labels, spec } = pods;
  const { object } = manifest;
  if (OWNERS.has(`${groupOf(object)}/${object.kind}`)) {
    const selector = mapping(object, 'spec.selector');
    const empty = Object.keys(selector).length === 0;
    if (empty || !selects(selector, labels)) yield missesItself('spec.selector', selector, labels);
  }
  for (const [index, constraint] of mappings(spec, 'topologySpreadConstraints').entries()) {
    const selector = at(constraint, 'labelSelector');
    if (isMapping(selector) && finds(selector, pods)) continue;
    yield missesItself(`topologySpreadConstraints[${index}].labelSelector`, selector, labels);
  }
}

function* affinityFaults({ namespace, spec }: Pods, search: Search): Generator<string> {
  for (const sort of ['podAffinity', 'podAntiAffinity']) {
    const required = mappings(spec, `affinity.${sort}.requiredDuringSchedulingIgnoredDuringExecution`);
    const preferred = mappings(spec, `affinity.${sort}.preferredDuringSchedulingIgnoredDuringExecution`);
    for (const term of [...required, ...preferred.map((one) => mapping(one, 'podAffinityTerm'))]) {
      const selector = mapping(term, 'labelSelector');
      const inside = lookedInto(term, namespace, search.namespaces);
      const nobody = inside.every(
        (name) => search.namespaces.knowsPodsOf(name) && !findsAny(search, name, selector),
      );
      if (nobody) yield findsNothing(`affinity.${sort}`, selector, placesOf(inside));
    }
  }
}

/** The namespaces that a term of an affinity looks into: the pod's own where it names none. */
function lookedInto(term: Fields, own: string, namespaces: Namespaces): readonly string[] {
  const named = list(term, 'namespaces').filter((name) => typeof name === 'string');
  const selector = at(term, 'namespaceSelector');
  if (!isMapping(selector)) return named.length > 0 ? named : [own];
  const selected = [...namespaces.all()].filter(([, labels]) => selects(selector, labels));
  return [...named, ...selected.map(([name]) => name)];
}

function placesOf(namespaces: readonly string[]): string {
  return namespaces.length === 0 ? 'some namespace' : `namespace ${namespaces.join(', ')}`;
}

function missesItself(field: string, selector: unknown, labels: Pods['labels']): string {
  return `\`${field}\` must match the labels of its own pods (${shownLabels(labelsAskedFor(selector, labels))}), got ${shownSelector(selector)}; use the same labels in both`;
}

function findsNothing(field: string, selector: unknown, place: string): string {
  return `\`${field}\` must match the pods of a workload of ${place}, got ${shownSelector(selector)}; use the labels of a pod template`;
}
