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

  test('anything at all can be judged', () => {
    const iris = deployment('iris', over('kubernetes.io/hostname'), { replicas: 2 });
    for (const objects of spoilt([iris, autoscaler('iris'), scaledObject('iris')])) {
      expect(judge(replicasAreSpread, objects)).toBeInstanceOf(Array);
    }
  });
});
