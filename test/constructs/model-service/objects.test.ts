import { ModelService } from '../../../constructs/model-service/model-service';
import { type ModelServiceProps, modelServiceProps } from '../../../constructs/model-service/props';
import type { ScalingProps } from '../../../constructs/model-service/scaling-props';
import { deepFreeze } from '../../../values/object';
import { resolve } from '../../../values/parse';
import { rendered } from '../rendered';
import { thawed } from '../thawed';
import { everything, minimal, scalings, triggers } from './fixtures';

const kindsOf = (props: ModelServiceProps) =>
  rendered((chart) => new ModelService(chart, 'iris', props)).kinds;
const ALWAYS = ['Deployment', 'Service', 'ServiceAccount', 'ServiceMonitor'];
const kinds = (...more: string[]) => [...ALWAYS, ...more].sort();
const { cron, rabbitmq } = triggers;

describe('the objects of a ModelService', () => {
  test('a minimal model has no more than it needs', () => {
    expect(kindsOf(minimal)).toEqual(kinds());
  });

  test('a model with everything has every kind, but one scaler', () => {
    expect(kindsOf(everything)).toEqual(
      kinds(
        'HTTPRoute',
        'PodDisruptionBudget',
        'ScaledObject',
        'TriggerAuthentication',
        'VerticalPodAutoscaler',
      ),
    );
  });

  test.each<[string, ScalingProps, string[]]>([
    ['one pod', { kind: 'fixed', replicas: 1 }, []],
    ['two pods', { kind: 'fixed', replicas: 2 }, ['PodDisruptionBudget']],
    ['an HPA from two', scalings.hpa, ['HorizontalPodAutoscaler', 'PodDisruptionBudget']],
    ['an HPA from one', { ...scalings.hpa, minReplicas: 1 }, ['HorizontalPodAutoscaler']],
    ['KEDA from two', { ...scalings.keda, triggers: [cron] }, ['PodDisruptionBudget', 'ScaledObject']],
    ['KEDA from one', { ...scalings.keda, minReplicas: 1, triggers: [cron] }, ['ScaledObject']],
    ['KEDA from none', { ...scalings.keda, minReplicas: 0, triggers: [cron] }, ['ScaledObject']],
    [
      'KEDA with a queue',
      { ...scalings.keda, minReplicas: 0, triggers: [rabbitmq] },
      ['ScaledObject', 'TriggerAuthentication'],
    ],
  ])('%s', (_, scaling, more) => {
    expect(kindsOf({ ...minimal, scaling })).toEqual(kinds(...more));
  });

  test.each([
    ['verticalScaling', 'VerticalPodAutoscaler'],
    ['route', 'HTTPRoute'],
  ] as const)('`%s` adds a %s and nothing else', (key, kind) => {
    expect(kindsOf({ ...minimal, [key]: everything[key] })).toEqual(kinds(kind));
  });

  test.each([
    ['Deployment', 'apps/v1'],
    ['HTTPRoute', 'gateway.networking.k8s.io/v1'],
    ['HorizontalPodAutoscaler', 'autoscaling/v2'],
    ['PodDisruptionBudget', 'policy/v1'],
    ['ScaledObject', 'keda.sh/v1alpha1'],
    ['Service', 'v1'],
    ['ServiceAccount', 'v1'],
    ['ServiceMonitor', 'monitoring.coreos.com/v1'],
    ['TriggerAuthentication', 'keda.sh/v1alpha1'],
    ['VerticalPodAutoscaler', 'autoscaling.k8s.io/v1'],
  ])('a %s is one of %s', (kind, apiVersion) => {
    const scaling = kind === 'HorizontalPodAutoscaler' ? scalings.hpa : scalings.keda;
    const all = rendered((chart) => new ModelService(chart, 'iris', { ...everything, scaling }));
    expect(all.one(kind).apiVersion).toBe(apiVersion);
  });

  test('every queue has credentials of its own', () => {
    const two = [rabbitmq, { ...rabbitmq, queueName: '-texts:' }];
    const { names } = rendered(
      (chart) =>
        new ModelService(chart, 'iris', { ...minimal, scaling: { ...scalings.keda, triggers: two } }),
    );
    expect(names.filter((name) => name.startsWith('TriggerAuthentication'))).toEqual([
      'TriggerAuthentication/iris-images-new',
      'TriggerAuthentication/iris-texts',
    ]);
  });

  test('every object is called after the model and stands in its namespace', () => {
    const { objects } = rendered((chart) => new ModelService(chart, 'Anything', everything));
    for (const { kind, metadata } of objects) {
      expect(metadata.namespace).toBe('production-model-serving');
      expect(metadata.name).toBe(kind === 'TriggerAuthentication' ? 'iris-images-new' : 'iris');
    }
  });

  test('what others may refer to is public', () => {
    rendered((chart) => {
      const { deployment, service } = new ModelService(chart, 'Anything', everything);
      expect([deployment.kind, deployment.name]).toEqual(['Deployment', 'iris']);
      expect([service.kind, service.name]).toEqual(['Service', 'iris']);
    });
  });

  test('props are read, never written', () => {
    const props = structuredClone(everything);
    rendered((chart) => new ModelService(chart, 'iris', deepFreeze(props)));
    expect(props).toEqual(everything);
  });

  test.each([{ props: minimal }, { props: everything }])(
    'settings are frozen to their leaves',
    ({ props }) => {
      expect(thawed(resolve(modelServiceProps, props, 'iris'))).toEqual([]);
    },
  );

  test('a chart without a namespace is refused', () => {
    expect(() => rendered((chart) => new ModelService(chart, 'iris', minimal), null)).toThrow(
      'production-model-serving/iris: the chart must have a namespace; pass `namespace` to its constructor',
    );
  });
});
