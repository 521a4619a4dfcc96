import { selectorsMatchTheirPods } from '../../../checks/laws/selectors-match-their-pods';
import { judge, judgeTrees } from '../judge';
import { clusterObject, deployment, labelsOf, NAMESPACE, namespace, object, service } from '../objects';
import { spoilt } from '../spoil';

const OTHER = { matchLabels: { 'app.kubernetes.io/name': 'irises' } };
const OWN = { matchLabels: labelsOf('iris') };

const budget = (selector: unknown) =>
  object('policy/v1', 'PodDisruptionBudget', 'iris', { spec: { selector, maxUnavailable: 1 } });
const policy = (podSelector: unknown) =>
  object('networking.k8s.io/v1', 'NetworkPolicy', 'iris', { spec: { podSelector } });
const spread = (labelSelector: unknown) => ({
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', labelSelector }],
});
const apart = (term: unknown) => ({
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } },
});

describe('selectors-match-their-pods', () => {
  test('a workload finds its own pods', () => {
    expect(judge(selectorsMatchTheirPods, [deployment('iris')])).toEqual([]);
    expect(judge(selectorsMatchTheirPods, [deployment('iris', {}, { selector: OTHER })])).toEqual([
      "Deployment/iris: `spec.selector` must match the labels of its own pods ('app.kubernetes.io/name=iris'), got 'app.kubernetes.io/name=irises'; use the same labels in both",
    ]);
    const selector = { matchLabels: { app: 'iris' } };
    expect(judge(selectorsMatchTheirPods, [deployment('iris', {}, { selector })])).toEqual([
      "Deployment/iris: `spec.selector` must match the labels of its own pods ('app.kubernetes.io/name=iris,app.kubernetes.io/instance=production-model-serving'), got 'app=iris'; use the same labels in both",
    ]);
    expect(judge(selectorsMatchTheirPods, [deployment('iris', {}, { selector: {} })])).toHaveLength(1);
  });

  test('that selector and template differ is told of the workload alone, whichever is wrong', () => {
    const others = [service('iris'), budget(OWN), policy(OWN)];
    const wrongTemplate = {
      template: { metadata: { labels: labelsOf('irises') }, spec: spread(OWN) },
    };
    expect(judge(selectorsMatchTheirPods, [deployment('iris', {}, wrongTemplate), ...others])).toEqual([
      "Deployment/iris: `spec.selector` must match the labels of its own pods ('app.kubernetes.io/name=irises,app.kubernetes.io/instance=production-model-serving'), got 'app.kubernetes.io/name=iris,app.kubernetes.io/instance=production-model-serving'; use the same labels in both",
    ]);
    const wrongSelector = deployment('iris', spread(OWN), { selector: OTHER });
    expect(judge(selectorsMatchTheirPods, [wrongSelector, ...others])).toHaveLength(1);
  });

  test('a Job needs no selector', () => {
    const spec = { template: { metadata: { labels: {} }, spec: {} } };
    expect(judge(selectorsMatchTheirPods, [object('batch/v1', 'Job', 'iris', { spec })])).toEqual([]);
  });

  test('a spread counts its own pods', () => {
    expect(judge(selectorsMatchTheirPods, [deployment('iris', spread(OWN))])).toEqual([]);
    expect(judge(selectorsMatchTheirPods, [deployment('iris', spread(OTHER))])).toEqual([
      "Deployment/iris: `topologySpreadConstraints[0].labelSelector` must match the labels of its own pods ('app.kubernetes.io/name=iris'), got 'app.kubernetes.io/name=irises'; use the same labels in both",
    ]);
    expect(judge(selectorsMatchTheirPods, [deployment('iris', spread(undefined))])).toHaveLength(1);
  });

  test('an affinity finds a workload in the namespaces that it looks into', () => {
    const elsewhere = (term: object) => [
      deployment('iris', apart({ topologyKey: 'zone', labelSelector: OTHER, ...term })),
      deployment('irises', {}, {}, 'staging-model-serving'),
      namespace('staging-model-serving', { environment: 'staging' }),
    ];
    expect(judge(selectorsMatchTheirPods, [deployment('iris', apart({ labelSelector: OWN }))])).toEqual([]);
    expect(judge(selectorsMatchTheirPods, elsewhere({}))).toEqual([
      "Deployment/iris: `affinity.podAntiAffinity` must match the pods of a workload of namespace production-model-serving, got 'app.kubernetes.io/name=irises'; use the labels of a pod template",
    ]);
    expect(judge(selectorsMatchTheirPods, elsewhere({ namespaces: ['staging-model-serving'] }))).toEqual([]);
    expect(
      judge(
        selectorsMatchTheirPods,
        elsewhere({ namespaceSelector: { matchLabels: { environment: 'staging' } } }),
      ),
    ).toEqual([]);
    expect(
      judge(selectorsMatchTheirPods, elsewhere({ namespaceSelector: { matchLabels: { environment: 'x' } } })),
    ).toHaveLength(1);
  });

  test('a preferred affinity is looked at as a required one', () => {
    const term = { weight: 1, podAffinityTerm: { labelSelector: OTHER } };
    const affinity = { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [term] } };
    expect(judge(selectorsMatchTheirPods, [deployment('iris', { affinity })])).toHaveLength(1);
  });

  test.each([
    [
      'Service',
      { ...service('iris'), spec: { selector: OTHER.matchLabels } },
      service('iris'),
      'spec.selector',
    ],
    ['PodDisruptionBudget', budget(OTHER), budget(OWN), 'spec.selector'],
    ['NetworkPolicy', policy(OTHER), policy(OWN), 'spec.podSelector'],
  ])('a %s finds a workload of its namespace', (kind, failing, passing, field) => {
    expect(judge(selectorsMatchTheirPods, [deployment('iris'), passing])).toEqual([]);
    expect(judge(selectorsMatchTheirPods, [deployment('iris'), failing])).toEqual([
      `${kind}/iris: \`${field}\` must match the pods of a workload of namespace production-model-serving, got 'app.kubernetes.io/name=irises'; use the labels of a pod template`,
    ]);
  });

  test('expressions count', () => {
    const expression = (operator: string, values?: string[]) => ({
      matchExpressions: [{ key: 'app.kubernetes.io/name', operator, values }],
    });
    const judged = (selector: unknown) =>
      judge(selectorsMatchTheirPods, [deployment('iris'), budget(selector)]);
    expect(judged(expression('In', ['iris', 'irises']))).toEqual([]);
    expect(judged(expression('NotIn', ['iris']))).toHaveLength(1);
    expect(judged(expression('Exists'))).toEqual([]);
    expect(judged(expression('DoesNotExist'))).toHaveLength(1);
  });

  test('an empty selector and a Service without one are no fault', () => {
    const external = object('v1', 'Service', 'store', {
      spec: { type: 'ExternalName', externalName: 'a.b' },
    });
    expect(judge(selectorsMatchTheirPods, [deployment('iris'), policy({}), external])).toEqual([]);
  });

  test('where no pods are rendered nobody can say what a selector finds', () => {
    expect(judge(selectorsMatchTheirPods, [policy(OTHER)])).toEqual([]);
    const pods = [deployment('iris'), policy(OTHER)];
    expect(judge(selectorsMatchTheirPods, pods, { namespaces: [NAMESPACE] })).toEqual([]);
    const chart = clusterObject('argoproj.io/v1alpha1', 'Application', 'traefik', {
      spec: { source: { chart: 'traefik' }, destination: { namespace: NAMESPACE } },
    });
    expect(
      judgeTrees(selectorsMatchTheirPods, { 'production/model-serving': pods, 'proxmox/argocd': [chart] }),
    ).toEqual([]);
  });

  test('an Application that syncs our own folder brings no other pods', () => {
    const folder = clusterObject('argoproj.io/v1alpha1', 'Application', 'models', {
      spec: { source: { path: 'dist/production/model-serving' }, destination: { namespace: NAMESPACE } },
    });
    expect(judge(selectorsMatchTheirPods, [deployment('iris'), policy(OTHER), folder])).toHaveLength(1);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    const objects = [
      deployment('iris', { ...spread(OWN), ...apart({ labelSelector: OWN, namespaceSelector: OWN }) }),
      service('iris'),
      budget({ matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] }),
    ];
    for (const worse of spoilt(objects)) {
      expect(() => judge(selectorsMatchTheirPods, worse)).not.toThrow();
    }
  });
});
