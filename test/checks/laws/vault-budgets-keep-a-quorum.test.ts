import { vaultBudgetsKeepAQuorum } from '../../../checks/laws/vault-budgets-keep-a-quorum';
import { judge } from '../judge';
import { labelsOf, object } from '../objects';
import { spoilt } from '../spoil';
import { configMap, configuration, vault } from '../vault-nodes';

const budget = (spec: object, name = 'openbao') =>
  object('policy/v1', 'PodDisruptionBudget', name, {
    spec: { selector: { matchLabels: labelsOf(name) }, ...spec },
  });
const judged = (replicas: number, ...objects: unknown[]) => {
  const file = configMap(configuration(replicas));
  return judge(vaultBudgetsKeepAQuorum, [file, vault(file, { spec: { replicas } }), ...objects]);
};

describe('vault-budgets-keep-a-quorum', () => {
  test('one of three, five or seven nodes may go', () => {
    for (const nodes of [3, 5, 7]) expect(judged(nodes, budget({ maxUnavailable: 1 }))).toEqual([]);
  });

  test.each([
    [{ maxUnavailable: 2 }, '2'],
    [{ maxUnavailable: '50%' }, "'50%'"],
    [{ maxUnavailable: 0 }, '0'],
    [{ minAvailable: 1 }, 'nothing'],
  ])('a budget %j fails', (spec, shown) => {
    expect(judged(3, budget(spec))).toEqual([
      `PodDisruptionBudget/openbao: \`maxUnavailable\` must be 1 for a vault of 3 nodes, got ${shown}; with more of them gone none can lead`,
    ]);
  });

  test('a single node has no quorum to keep', () => {
    for (const objects of [[], [budget({ minAvailable: 0 })]]) expect(judged(1, ...objects)).toEqual([]);
  });

  test('an update takes one node at a time', () => {
    const file = configMap(configuration(3));
    const updated = (maxUnavailable: unknown) =>
      judge(vaultBudgetsKeepAQuorum, [
        file,
        vault(file, { spec: { updateStrategy: { rollingUpdate: { maxUnavailable } } } }),
      ]);
    expect(updated(1)).toEqual([]);
    expect(updated(2)).toEqual([
      'StatefulSet/openbao: `updateStrategy.rollingUpdate.maxUnavailable` must be 1, got 2; remove it',
    ]);
  });

  test('budgets of others are none of its business', () => {
    expect(judged(3, budget({ maxUnavailable: 2 }, 'iris'))).toEqual([]);
  });

  test('anything at all can be judged', () => {
    const file = configMap(configuration(3));
    for (const objects of spoilt([file, vault(file), budget({ maxUnavailable: 1 })]))
      expect(judge(vaultBudgetsKeepAQuorum, objects)).toBeInstanceOf(Array);
  });
});
