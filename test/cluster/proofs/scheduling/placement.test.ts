import type { LiveNode, LivePod } from './live';
import { placementFaults } from './placement';
import type { Workload } from './workloads';

const labels = { app: 'a', generation: '1' };
const labelSelector = { matchLabels: { app: 'a' } };
const spread = {
  labelSelector,
  matchLabelKeys: ['generation'],
  maxSkew: 1,
  nodeTaintsPolicy: 'Honor',
  topologyKey: 'kubernetes.io/hostname',
  whenUnsatisfiable: 'DoNotSchedule',
};

test('pods on one worker of three are not spread', () => {
  expect(faults({ topologySpreadConstraints: [spread] }, ['one', 'one'])).toEqual([
    'space/a: the skew over kubernetes.io/hostname must be at most 1, got 2 (one: 2, two: 0, three: 0)',
  ]);
});

test('a constraint over a label that no node has does not hold', () => {
  const elsewhere = { ...spread, topologyKey: 'topology.kubernetes.io/zone' };
  expect(faults({ topologySpreadConstraints: [elsewhere] }, ['one'])).toEqual([
    'space/a: a node that is open to the pods must have the label topology.kubernetes.io/zone, got none',
  ]);
});

test('pods on two workers of three are spread', () => {
  expect(faults({ topologySpreadConstraints: [spread] }, ['one', 'two'])).toEqual([]);
});

test('a worker that is closed is no place, unless the constraint ignores taints', () => {
  const closed = [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }];
  const places = ['one', 'one', 'two', 'two'];
  expect(faults({ topologySpreadConstraints: [spread] }, places, closed)).toEqual([]);
  const ignoring = { ...spread, nodeTaintsPolicy: 'Ignore' };
  expect(faults({ topologySpreadConstraints: [ignoring] }, places, closed)).toHaveLength(1);
  const tolerations = [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }];
  expect(faults({ topologySpreadConstraints: [spread], tolerations }, places, closed)).toHaveLength(1);
});

test('pods of another generation do not even out the skew', () => {
  const pods = [pod('one'), pod('one'), pod('two', '2'), pod('three', '2')];
  expect(placementFaults(workload({ topologySpreadConstraints: [spread] }), pods, nodes())).toHaveLength(1);
});

test('a wish is no promise', () => {
  const wish = { ...spread, whenUnsatisfiable: 'ScheduleAnyway' };
  expect(faults({ topologySpreadConstraints: [wish] }, ['one', 'one'])).toEqual([]);
});

test('pods that must be apart are not on one worker', () => {
  const terms = [{ labelSelector, topologyKey: 'kubernetes.io/hostname' }];
  const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } };
  expect(faults({ affinity }, ['one', 'two'])).toEqual([]);
  expect(faults({ affinity }, ['one', 'two', 'one'])).toEqual([
    'space/a: the pods must be apart by kubernetes.io/hostname, got 2 on one',
  ]);
});

/** The faults of pods on these workers, the third of which may have taints. */
function faults(spec: object, places: readonly string[], taints: LiveNode['taints'] = []): readonly string[] {
  return placementFaults(
    workload(spec),
    places.map((place) => pod(place)),
    nodes(taints),
  );
}

function workload(spec: object): Workload {
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', namespace: 'space' },
    spec: { template: { spec } },
  };
  const replicas = { minimum: 2, maximum: 2 };
  const names = { title: 'space/a', namespace: 'space', name: 'a' };
  return { ...names, kind: 'Deployment', object, replicas, scaledByOperator: false };
}

function pod(node: string, generation = '1'): LivePod {
  const own = { ...labels, generation };
  return { namespace: 'space', name: 'a', uid: '', node, labels: own, ready: true, ending: false, spec: {} };
}

function nodes(third: LiveNode['taints'] = []): readonly LiveNode[] {
  return ['one', 'two', 'three'].map((name) => ({
    name,
    labels: { 'kubernetes.io/hostname': name },
    ready: true,
    taints: name === 'three' ? third : [],
  }));
}
