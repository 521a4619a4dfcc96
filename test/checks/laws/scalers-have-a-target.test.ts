import { scalersHaveATarget } from '../../../checks/laws/scalers-have-a-target';
import { judge } from '../judge';
import { clusterObject, deployment, NAMESPACE, object } from '../objects';
import { spoilt } from '../spoil';

const iris = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'iris' };
const hpa = (scaleTargetRef: object, metrics: object[] = []) =>
  object('autoscaling/v2', 'HorizontalPodAutoscaler', 'iris', { spec: { scaleTargetRef, metrics } });
const scaledObject = (scaleTargetRef: object, trigger: object = {}) =>
  object('keda.sh/v1alpha1', 'ScaledObject', 'iris', { spec: { scaleTargetRef, triggers: [trigger] } });
const vpa = (targetRef: object) =>
  object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'iris', { spec: { targetRef } });
const judged = (...objects: unknown[]) => judge(scalersHaveATarget, [deployment('iris'), ...objects]);

describe('scalers-have-a-target', () => {
  test.each([
    ['HorizontalPodAutoscaler', 'scaleTargetRef', hpa],
    ['ScaledObject', 'scaleTargetRef', scaledObject],
    ['VerticalPodAutoscaler', 'targetRef', vpa],
  ])('the target of a %s is rendered', (kind, field, render) => {
    expect(judged(render({ ...iris, name: 'irs' }))).toEqual([
      `${kind}/iris: \`${field}\` must name a workload of its namespace, got Deployment 'irs'; correct it or render the Deployment`,
    ]);
    expect(judged(render({ ...iris, kind: 'StatefulSet' }))).toHaveLength(1);
    expect(judged(render({ ...iris, apiVersion: 'extensions/v1beta1' }))).toHaveLength(1);
    expect(judged(render(iris))).toEqual([]);
    expect(judged(render({ name: 'iris' }))).toEqual([]);
  });

  test('in a namespace that others fill the target may be theirs', () => {
    const namespaces = [NAMESPACE];
    const objects = [deployment('iris'), hpa({ ...iris, name: 'prometheus' })];
    expect(judge(scalersHaveATarget, objects, { namespaces })).toEqual([]);
  });

  test('the container that is measured is one of the workload', () => {
    const metric = (container: string) => [
      { type: 'ContainerResource', containerResource: { name: 'cpu', container } },
    ];
    expect(judged(hpa(iris, metric('proxy')))).toEqual([
      'HorizontalPodAutoscaler/iris: `metrics[0].containerResource.container` must be a container of the workload, got \'proxy\'; use one of ["bento"]',
    ]);
    expect(judged(hpa(iris, metric('bento')))).toEqual([]);
  });

  test('the credentials of a trigger are rendered', () => {
    const trigger = (authenticationRef: object) =>
      scaledObject(iris, { type: 'rabbitmq', authenticationRef });
    const own = object('keda.sh/v1alpha1', 'TriggerAuthentication', 'queue');
    const ofAll = clusterObject('keda.sh/v1alpha1', 'ClusterTriggerAuthentication', 'queue');
    expect(judged(trigger({ name: 'queue' }))).toEqual([
      "ScaledObject/iris: `triggers[0].authenticationRef` must name a TriggerAuthentication that is rendered, got 'queue'; correct it or render one",
    ]);
    expect(judged(trigger({ name: 'queue' }), own)).toEqual([]);
    expect(judged(trigger({ name: 'queue', kind: 'ClusterTriggerAuthentication' }), own)).toHaveLength(1);
    expect(judged(trigger({ name: 'queue', kind: 'ClusterTriggerAuthentication' }), ofAll)).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    const metrics = [{ type: 'ContainerResource', containerResource: { name: 'cpu', container: 'bento' } }];
    const objects = [
      deployment('iris'),
      hpa(iris, metrics),
      scaledObject(iris, { authenticationRef: { name: 'a' } }),
      vpa(iris),
    ];
    for (const worse of spoilt(objects)) {
      expect(() => judge(scalersHaveATarget, worse)).not.toThrow();
    }
  });
});
