import { budgetsCanBeMet } from '../../../checks/laws/budgets-can-be-met';
import { judge } from '../judge';
import { deployment, labelsOf, object } from '../objects';
import { autoscaler, scaledObject } from '../scalers';
import { spoilt } from '../spoil';

const OWN = { matchLabels: labelsOf('iris') };
const iris = (replicas?: number) => deployment('iris', {}, { replicas });
const budget = (fields: object = {}, name = 'iris') =>
  object('policy/v1', 'PodDisruptionBudget', name, {
    spec: { selector: OWN, unhealthyPodEvictionPolicy: 'AlwaysAllow', ...fields },
  });

describe('budgets-can-be-met', () => {
  test.each([
    [2, { maxUnavailable: 1 }],
    [2, { maxUnavailable: '10%' }],
    [2, { minAvailable: 1 }],
    [2, { minAvailable: '50%' }],
    [1, { maxUnavailable: 1 }],
    [0, { maxUnavailable: 1 }],
    [3, { minAvailable: '60%' }],
  ])('%p replicas with %p can lose one', (replicas, bound) => {
    expect(judge(budgetsCanBeMet, [iris(replicas), budget(bound)])).toEqual([]);
  });

  test.each([
    [2, { maxUnavailable: 0 }, 'maxUnavailable', '0'],
    [2, { maxUnavailable: '0%' }, 'maxUnavailable', "'0%'"],
    [2, { maxUnavailable: 'one' }, 'maxUnavailable', "'one'"],
    [2, { minAvailable: 2 }, 'minAvailable', '2'],
    [2, { minAvailable: '51%' }, 'minAvailable', "'51%'"],
    [3, { minAvailable: '67%' }, 'minAvailable', "'67%'"],
    [1, { minAvailable: 1 }, 'minAvailable', '1'],
    [0, { minAvailable: 1 }, 'minAvailable', '1'],
  ])('%p replicas with %p cannot lose any', (replicas, bound, field, got) => {
    expect(judge(budgetsCanBeMet, [iris(replicas), budget(bound)])).toEqual([
      `PodDisruptionBudget/iris: \`${field}\` must let one of the ${Math.max(1, replicas)} pods go that Deployment 'iris' has at least, got ${got}; use \`maxUnavailable: 1\``,
    ]);
  });

  test('the fewest replicas of a scaler count', () => {
    const bound = { minAvailable: 2 };
    expect(judge(budgetsCanBeMet, [iris(), autoscaler('iris', { minReplicas: 3 }), budget(bound)])).toEqual(
      [],
    );
    expect(judge(budgetsCanBeMet, [iris(), autoscaler('iris'), budget(bound)])).toHaveLength(1);
    expect(judge(budgetsCanBeMet, [iris(), scaledObject('iris'), budget(bound)])).toHaveLength(1);
  });

  test('one of the two bounds is set', () => {
    expect(judge(budgetsCanBeMet, [iris(2), budget({ maxUnavailable: 1, minAvailable: 1 })])).toEqual([
      'PodDisruptionBudget/iris: one of `maxUnavailable` and `minAvailable` must be set, got both; use `maxUnavailable: 1`',
    ]);
    expect(judge(budgetsCanBeMet, [iris(2), budget()])).toEqual([
      'PodDisruptionBudget/iris: one of `maxUnavailable` and `minAvailable` must be set, got none; use `maxUnavailable: 1`',
    ]);
  });

  test('pods that are not well do not hold a node', () => {
    const bound = { maxUnavailable: 1, unhealthyPodEvictionPolicy: undefined };
    expect(judge(budgetsCanBeMet, [iris(2), budget(bound)])).toEqual([
      'PodDisruptionBudget/iris: `unhealthyPodEvictionPolicy` must be AlwaysAllow, got nothing',
    ]);
  });

  test('a budget is for one workload', () => {
    const bound = { maxUnavailable: 1, selector: {} };
    expect(judge(budgetsCanBeMet, [iris(2), deployment('churn'), budget(bound)])).toEqual([
      "PodDisruptionBudget/iris: `selector` must match the pods of one workload, got those of Deployment 'iris', Deployment 'churn'",
    ]);
  });

  test('two replicas at least have a budget, fewer need none', () => {
    expect(judge(budgetsCanBeMet, [iris(2)])).toEqual([
      "Deployment/iris: Deployment 'iris' must have a PodDisruptionBudget, got none for at least 2 replicas; use `maxUnavailable: 1`",
    ]);
    expect(judge(budgetsCanBeMet, [iris(), autoscaler('iris')])).toHaveLength(1);
    expect(judge(budgetsCanBeMet, [iris(), autoscaler('iris', { minReplicas: 1 })])).toEqual([]);
    expect(judge(budgetsCanBeMet, [iris(), scaledObject('iris', { minReplicaCount: undefined })])).toEqual(
      [],
    );
    expect(judge(budgetsCanBeMet, [iris()])).toEqual([]);
  });

  test('how many pods a DaemonSet has nobody knows', () => {
    const template = { metadata: { labels: labelsOf('iris') }, spec: { containers: [] } };
    const daemons = object('apps/v1', 'DaemonSet', 'iris', { spec: { template } });
    expect(judge(budgetsCanBeMet, [daemons, budget({ minAvailable: '50%' })])).toEqual([]);
  });

  test('a budget that finds no pod is told by selectors-match-their-pods alone', () => {
    const lost = { maxUnavailable: 1, selector: { matchLabels: labelsOf('irises') } };
    expect(judge(budgetsCanBeMet, [iris(2), budget(lost)])).toEqual([]);
    expect(judge(budgetsCanBeMet, [iris(2), budget(lost, 'irises')])).toHaveLength(1);
    expect(judge(budgetsCanBeMet, [iris(2), budget({ ...lost, selector: null }, 'irises')])).toHaveLength(1);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([iris(2), budget({ maxUnavailable: 1 }), autoscaler('iris')])) {
      expect(judge(budgetsCanBeMet, objects)).toBeInstanceOf(Array);
    }
  });
});
