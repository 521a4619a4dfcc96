import { Chart, Testing } from 'cdk8s';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { NAMESPACE_LABEL, selectorLabels } from '../../constructs/labels';
import { namespaceOf } from '../../constructs/namespace';
import { Resource } from '../../constructs/resource';
import { rendered } from './rendered';

describe('selector labels', () => {
  test('say which workload it is and where, and nothing that may change', () => {
    expect(selectorLabels('production-model-serving', 'iris')).toEqual({
      'app.kubernetes.io/name': 'iris',
      'app.kubernetes.io/instance': 'production-model-serving',
    });
  });

  test('name a namespace by the label that nobody but Kubernetes may set', () => {
    expect(NAMESPACE_LABEL).toBe('kubernetes.io/metadata.name');
  });
});

describe('the namespace of a construct', () => {
  test('is that of its chart', () => {
    const chart = new Chart(Testing.app(), 'chart', { namespace: 'gateway' });
    expect(namespaceOf(chart)).toBe('gateway');
  });

  test('must have been given', () => {
    expect(() => namespaceOf(new Chart(Testing.app(), 'chart'))).toThrow(
      'chart: the chart must have a namespace; pass `namespace` to its constructor',
    );
  });
});

describe('a Resource', () => {
  const labels = { 'app.kubernetes.io/part-of': 'production', 'app.kubernetes.io/managed-by': 'data-frost' };

  test('is rendered as it is written, with the labels of its chart', () => {
    const data = { number: '007', empty: '', yes: 'yes' };
    const { objects } = rendered(
      (chart) =>
        new Resource<IConfigMap>(chart, 'Map', {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'map' },
          data,
        }),
    );
    expect(objects).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'map', namespace: 'production-model-serving', labels },
        data,
      },
    ]);
  });

  test('stands in the namespace that it names', () => {
    const metadata = { name: 'map', namespace: 'gateway' };
    const map = rendered(
      (chart) => new Resource<IConfigMap>(chart, 'Map', { apiVersion: 'v1', kind: 'ConfigMap', metadata }),
    ).one('ConfigMap');
    expect(map.metadata.namespace).toBe('gateway');
  });

  test('does not compile with a field that its kind has not', () => {
    const { objects } = rendered(
      (chart) =>
        new Resource<IConfigMap>(chart, 'Map', {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'map' },
          // @ts-expect-error: a ConfigMap has `data`
          values: {},
        }),
    );
    expect(objects).toHaveLength(1);
  });
});
