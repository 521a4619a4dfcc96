import { verticalScalingDoesNotFight } from '../../../checks/laws/vertical-scaling-does-not-fight';
import { judge } from '../judge';
import { container, deployment, object } from '../objects';
import { autoscaler, scaledObject } from '../scalers';
import { spoilt } from '../spoil';

const POLICY = {
  containerName: 'bento',
  controlledResources: ['memory'],
  minAllowed: { memory: '512Mi' },
  maxAllowed: { memory: '4Gi' },
};

function vertical(
  policies: readonly object[] = [POLICY],
  updateMode: unknown = 'InPlaceOrRecreate',
  name = 'iris',
) {
  const spec = {
    targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'iris' },
    updatePolicy: { updateMode },
    resourcePolicy: { containerPolicies: policies },
  };
  return object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', name, { spec });
}

const beside = (vpa: object, ...scalers: object[]) =>
  judge(verticalScalingDoesNotFight, [deployment('iris'), vpa, ...scalers]);
const chases = (resource: string) =>
  `VerticalPodAutoscaler/iris: \`controlledResources\` of container 'bento' must not hold ${resource}, which a horizontal autoscaler keeps at a share of its request; leave it out`;

describe('vertical-scaling-does-not-fight', () => {
  test('memory here and cpu there pass', () => {
    expect(beside(vertical(), autoscaler('iris'))).toEqual([]);
    expect(beside(vertical(), scaledObject('iris'))).toEqual([]);
    expect(beside(vertical([]))).toEqual([]);
  });

  test('one acts on a workload', () => {
    expect(beside(vertical(), vertical([POLICY], 'Off', 'other'))).toEqual([
      "VerticalPodAutoscaler/other: `targetRef` must not name a workload that 'iris' acts on; keep one",
    ]);
  });

  test('the mode is named', () => {
    for (const mode of ['Off', 'Initial', 'Recreate', 'InPlaceOrRecreate']) {
      expect(beside(vertical([POLICY], mode))).toEqual([]);
    }
    expect(beside(vertical([POLICY], 'Auto'))).toEqual([
      "VerticalPodAutoscaler/iris: `updatePolicy.updateMode` must be Off, Initial, Recreate, InPlaceOrRecreate, got 'Auto'",
    ]);
    expect(beside(vertical([POLICY], null))).toHaveLength(1);
  });

  test('bounds have room', () => {
    expect(beside(vertical([{ ...POLICY, minAllowed: { memory: '4096Mi' } }]))).toEqual([]);
    expect(beside(vertical([{ ...POLICY, minAllowed: { memory: '5Gi' } }]))).toEqual([
      "VerticalPodAutoscaler/iris: `minAllowed.memory` of 'bento' must be at most its `maxAllowed` '4Gi', got '5Gi'",
    ]);
    expect(beside(vertical([{ ...POLICY, maxAllowed: {} }]))).toEqual([]);
  });

  test('a policy is for a container that is there', () => {
    expect(beside(vertical([{ ...POLICY, containerName: '*' }]))).toEqual([]);
    expect(beside(vertical([{ ...POLICY, containerName: 'bentos' }]))).toEqual([
      "VerticalPodAutoscaler/iris: `containerName` must be a container of the workload (bento), got 'bentos'",
    ]);
    expect(judge(verticalScalingDoesNotFight, [vertical([{ ...POLICY, containerName: 'bentos' }])])).toEqual(
      [],
    );
  });

  test('a container that is left without a policy by a wrong name is told once', () => {
    expect(beside(vertical([{ ...POLICY, containerName: 'bentos' }]), autoscaler('iris'))).toEqual([
      "VerticalPodAutoscaler/iris: `containerName` must be a container of the workload (bento), got 'bentos'",
    ]);
  });

  test('what a horizontal autoscaler measures is left alone', () => {
    const cpu = { ...POLICY, controlledResources: ['cpu', 'memory'] };
    expect(beside(vertical([cpu]))).toEqual([]);
    expect(beside(vertical([cpu]), autoscaler('iris'))).toEqual([chases('cpu')]);
    expect(beside(vertical([cpu]), autoscaler('iris', { metrics: undefined }))).toEqual([chases('cpu')]);
    expect(beside(vertical([cpu], 'Off'), autoscaler('iris'))).toEqual([]);
    expect(beside(vertical([cpu]), autoscaler('churn'))).toEqual([]);
    const trigger = { type: 'memory', metricType: 'Utilization', metadata: { value: '70' } };
    expect(beside(vertical(), scaledObject('iris', { triggers: [trigger] }))).toEqual([chases('memory')]);
    const amount = { ...trigger, metricType: 'AverageValue' };
    expect(beside(vertical(), scaledObject('iris', { triggers: [amount] }))).toEqual([]);
  });

  test('a container without a policy is controlled in full', () => {
    expect(beside(vertical([]), autoscaler('iris'))).toEqual([chases('cpu')]);
    expect(beside(vertical([{ containerName: '*', mode: 'Off' }]), autoscaler('iris'))).toEqual([]);
  });

  test('amounts and the metrics of another container do not fight', () => {
    const metric = (type: string, name: string) =>
      autoscaler('iris', {
        metrics: [
          {
            type: 'ContainerResource',
            containerResource: { name: 'cpu', container: name, target: { type } },
          },
        ],
      });
    const iris = deployment('iris', { containers: [container(), { name: 'proxy' }] });
    const both = vertical([
      { ...POLICY, controlledResources: ['cpu'] },
      { containerName: 'proxy', mode: 'Off' },
    ]);
    const judged = (scaler: object) => judge(verticalScalingDoesNotFight, [iris, both, scaler]);
    expect(judged(metric('Utilization', 'bento'))).toEqual([chases('cpu')]);
    expect(judged(metric('Utilization', 'proxy'))).toEqual([]);
    expect(judged(metric('AverageValue', 'bento'))).toEqual([]);
  });

  test('anything at all can be judged', () => {
    const trigger = { type: 'memory', metricType: 'Utilization', metadata: { value: '70' } };
    const scalers = [autoscaler('iris'), scaledObject('iris', { triggers: [trigger] })];
    for (const objects of spoilt([deployment('iris'), vertical(), ...scalers])) {
      expect(judge(verticalScalingDoesNotFight, objects)).toBeInstanceOf(Array);
    }
  });
});
