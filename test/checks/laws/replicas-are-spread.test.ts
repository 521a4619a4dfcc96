import { replicasAreSpread } from '../../../checks/laws/replicas-are-spread';
import { judge } from '../judge';
import { deployment, labelsOf, object } from '../objects';
import { autoscaler, scaledObject } from '../scalers';
import { spoilt } from '../spoil';

const over = (topologyKey: string) => ({
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey, labelSelector: { matchLabels: labelsOf('iris') } }],
});
const fault = (maximum: number) =>
  `Deployment/iris: \`topologySpreadConstraints\` must hold one over kubernetes.io/hostname, got none for up to ${maximum} replicas`;

describe('replicas-are-spread', () => {
  test('two replicas over hosts pass, over zones or nothing they fail', () => {
    const iris = (podSpec: object) => deployment('iris', { ...podSpec }, { replicas: 2 });
    expect(judge(replicasAreSpread, [iris(over('kubernetes.io/hostname'))])).toEqual([]);
    expect(judge(replicasAreSpread, [iris(over('topology.kubernetes.io/zone'))])).toEqual([fault(2)]);
    expect(judge(replicasAreSpread, [iris({})])).toEqual([fault(2)]);
  });

  test('one replica needs no spread', () => {
    expect(judge(replicasAreSpread, [deployment('iris')])).toEqual([]);
    expect(judge(replicasAreSpread, [deployment('iris', {}, { replicas: 1 })])).toEqual([]);
  });

  test('what a scaler may reach counts', () => {
    expect(judge(replicasAreSpread, [deployment('iris'), autoscaler('iris')])).toEqual([fault(6)]);
    expect(
      judge(replicasAreSpread, [deployment('iris'), scaledObject('iris', { maxReplicaCount: 3 })]),
    ).toEqual([fault(3)]);
    const open = scaledObject('iris', { maxReplicaCount: undefined });
    expect(judge(replicasAreSpread, [deployment('iris'), open])).toEqual([fault(100)]);
    expect(judge(replicasAreSpread, [deployment('iris'), autoscaler('churn')])).toEqual([]);
  });

  test('a DaemonSet has one pod a node anyway', () => {
    const spec = { template: { spec: { containers: [] } } };
    expect(judge(replicasAreSpread, [object('apps/v1', 'DaemonSet', 'iris', { spec })])).toEqual([]);
  });

  test('a key of the spread is a label that the pods have, else nothing is told apart', () => {
    const keyed = (kind: string, key: string) => {
      const constraint = { topologyKey: 'kubernetes.io/hostname', matchLabelKeys: [key] };
      const spec = { containers: [], topologySpreadConstraints: [constraint] };
      const template = { metadata: { labels: labelsOf('iris') }, spec };
      return judge(replicasAreSpread, [object('apps/v1', kind, 'iris', { spec: { replicas: 2, template } })]);
    };
    expect(keyed('Deployment', 'pod-template-hash')).toEqual([]);
    expect(keyed('StatefulSet', 'controller-revision-hash')).toEqual([]);
    expect(keyed('StatefulSet', 'app.kubernetes.io/name')).toEqual([]);
    expect(keyed('StatefulSet', 'pod-template-hash')).toEqual([
      "StatefulSet/iris: `topologySpreadConstraints[0].matchLabelKeys` must hold labels that pods of a StatefulSet have, got 'pod-template-hash'; remove it",
    ]);
    expect(keyed('Deployment', 'controller-revision-hash')).toHaveLength(1);
  });

  test('anything at all can be judged', () => {
    const iris = deployment('iris', over('kubernetes.io/hostname'), { replicas: 2 });
    for (const objects of spoilt([iris, autoscaler('iris'), scaledObject('iris')])) {
      expect(judge(replicasAreSpread, objects)).toBeInstanceOf(Array);
    }
  });
});
