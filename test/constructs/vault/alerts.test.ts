import { Vault } from '../../../constructs/vault/vault';
import { at, NAMESPACE, rendered } from '../rendered';
import { promtool } from '../scheduled-job/promtool';
import { everything } from './fixtures';

const rule = rendered((chart) => new Vault(chart, 'Vault', everything)).one('PrometheusRule/openbao');
const files = { 'rules.yaml': at(rule, 'spec') };

/** What each of three nodes tells in every minute: unsealed, active; undefined for a node that tells nothing. */
type Nodes = readonly (readonly [unsealed: number, active: number] | undefined)[];

const ALERTS = ['VaultSealed', 'VaultWithoutLeader', 'VaultSplit', 'VaultNodeMissing'];

/** The alerts that fire in a quarter of an hour of the same state. @throws Error when others do */
function expectFiring(nodes: Nodes, firing: readonly string[]): void {
  const series = nodes.flatMap((node, index) =>
    node === undefined
      ? []
      : ['unsealed', 'active'].map((what, place) => ({
          series: `vault_core_${what}{namespace="${NAMESPACE}",service="openbao-internal",pod="openbao-${index}"}`,
          values: `${node[place]}x20`,
        })),
  );
  const expression = 'count by (alertname) (ALERTS{alertstate="firing"})';
  const test = {
    rule_files: ['rules.yaml'],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: series,
        promql_expr_test: [
          {
            expr: `${expression} * 0 + 1`,
            eval_time: '15m',
            exp_samples: firing.map((alertname) => ({ labels: `{alertname="${alertname}"}`, value: 1 })),
          },
        ],
      },
    ],
  };
  promtool(['test', 'rules', 'test.yaml'], { ...files, 'test.yaml': test });
}

describe('the alerts of a vault', () => {
  test('are rules that Prometheus takes', () => {
    expect(promtool(['check', 'rules', 'rules.yaml'], files)).toContain(
      `SUCCESS: ${ALERTS.length} rules found`,
    );
  });

  test.each<readonly [string, Nodes, readonly string[]]>([
    [
      'silent while one leads and two follow',
      [
        [1, 1],
        [1, 0],
        [1, 0],
      ],
      [],
    ],
    [
      'told of a sealed node',
      [
        [1, 1],
        [1, 0],
        [0, 0],
      ],
      ['VaultSealed', 'VaultNodeMissing'],
    ],
    ['told of a node that is gone', [[1, 1], [1, 0], undefined], ['VaultNodeMissing']],
    ['told of a lost quorum', [[1, 0], undefined, undefined], ['VaultWithoutLeader', 'VaultNodeMissing']],
    ['told of nothing at all', [undefined, undefined, undefined], ['VaultWithoutLeader', 'VaultNodeMissing']],
    [
      'told of two that lead',
      [
        [1, 1],
        [1, 1],
        [1, 0],
      ],
      ['VaultSplit'],
    ],
  ])('are %s', (_, nodes, firing) => {
    expect(() => expectFiring(nodes, firing)).not.toThrow();
    expect(() => expectFiring(nodes, [...firing, 'VaultUnheardOf'])).toThrow();
  });
});
