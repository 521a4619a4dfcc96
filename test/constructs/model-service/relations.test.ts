import { ModelService } from '../../../constructs/model-service/model-service';
import { at, type Rendered, rendered } from '../rendered';
import { everything, scalings } from './fixtures';

const keda = rendered((chart) => new ModelService(chart, 'iris', everything));
const hpa = rendered((chart) => new ModelService(chart, 'iris', { ...everything, scaling: scalings.hpa }));

const POD = 'spec.template.spec';
const CONTAINER = `${POD}.containers.0`;
const podLabels = (all: Rendered) => at(all.one('Deployment'), 'spec.template.metadata.labels');

describe('the objects of a ModelService fit each other', () => {
  test.each([
    [keda, 'ScaledObject', 'spec.scaleTargetRef'],
    [keda, 'VerticalPodAutoscaler', 'spec.targetRef'],
    [hpa, 'HorizontalPodAutoscaler', 'spec.scaleTargetRef'],
  ])('%# the target of the %s is the Deployment', (all, kind, path) => {
    const { apiVersion, kind: target, metadata } = all.one('Deployment');
    expect(at(all.one(kind), path)).toEqual({ apiVersion, kind: target, name: metadata.name });
  });

  test.each([
    ['Deployment', 'spec.selector.matchLabels'],
    ['Service', 'spec.selector'],
    ['PodDisruptionBudget', 'spec.selector.matchLabels'],
    ['Deployment', `${POD}.topologySpreadConstraints.0.labelSelector.matchLabels`],
    ['Deployment', `${POD}.topologySpreadConstraints.1.labelSelector.matchLabels`],
  ])('the selector of the %s finds the pods by what never changes', (kind, path) => {
    const selector = at(keda.one(kind), path);
    expect(selector).toEqual({
      'app.kubernetes.io/name': 'iris',
      'app.kubernetes.io/instance': 'production-model-serving',
    });
    expect(podLabels(keda)).toEqual(expect.objectContaining(selector));
  });

  test('the monitor finds the Service and its port', () => {
    const service = keda.one('Service');
    const monitor = keda.one('ServiceMonitor');
    expect(service.metadata.labels).toEqual(
      expect.objectContaining(at(monitor, 'spec.selector.matchLabels')),
    );
    expect(at(monitor, 'spec.endpoints')).toEqual([{ port: 'http', path: '/metrics', interval: '30s' }]);
    expect(at(service, 'spec.ports.0.name')).toBe('http');
  });

  test('the Service sends to the port on which the container listens', () => {
    const [port] = [at(keda.one('Deployment'), `${CONTAINER}.ports.0`)];
    expect(port).toEqual({ name: 'http', containerPort: 3000, protocol: 'TCP' });
    expect(at(keda.one('Service'), 'spec.ports')).toEqual([
      { name: 'http', port: 3000, protocol: 'TCP', targetPort: at(port, 'name') },
    ]);
    expect(at(keda.one('Deployment'), `${CONTAINER}.env`)).toContainEqual({
      name: 'BENTOML_PORT',
      value: '3000',
    });
  });

  test('the route sends everything to the Service', () => {
    const service = keda.one('Service');
    expect(at(keda.one('HTTPRoute'), 'spec.rules')).toEqual([
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        backendRefs: [
          {
            group: '',
            kind: 'Service',
            name: service.metadata.name,
            port: at(service, 'spec.ports.0.port'),
            weight: 1,
          },
        ],
      },
    ]);
  });

  test('the pods use the ServiceAccount', () => {
    const account = keda.one('ServiceAccount');
    expect(at(keda.one('Deployment'), `${POD}.serviceAccountName`)).toBe(account.metadata.name);
    expect(account).toHaveProperty('automountServiceAccountToken', false);
  });

  test('vertical scaling knows the container, and leaves CPU to the horizontal scaler', () => {
    const policy = at(keda.one('VerticalPodAutoscaler'), 'spec.resourcePolicy.containerPolicies.0');
    expect(at(policy, 'containerName')).toBe(at(keda.one('Deployment'), `${CONTAINER}.name`));
    expect(at(policy, 'controlledResources')).toEqual(['memory']);
    expect(at(policy, 'controlledValues')).toBe('RequestsAndLimits');
  });

  test('the trigger of a queue uses its credentials', () => {
    const { metadata } = keda.one('TriggerAuthentication');
    expect(at(keda.one('ScaledObject'), 'spec.triggers')).toContainEqual(
      expect.objectContaining({ authenticationRef: { name: metadata.name } }),
    );
  });

  test.each([1, 60, 3600])('a request of %p s ends before the pod is killed', (requestTimeoutSeconds) => {
    const props = { ...everything, requestTimeoutSeconds };
    const deployment = rendered((chart) => new ModelService(chart, 'iris', props)).one('Deployment');
    const drain = Number(at(deployment, `${CONTAINER}.lifecycle.preStop.sleep.seconds`));
    const grace = Number(at(deployment, `${POD}.terminationGracePeriodSeconds`));
    expect(drain).toBeGreaterThan(2);
    expect(grace).toBeGreaterThan(drain + requestTimeoutSeconds);
  });

  test.each([10, 12, 120, 3600])(
    'a model may load for %p s before it is started again',
    (loadTimeoutSeconds) => {
      const props = { ...everything, loadTimeoutSeconds };
      const deployment = rendered((chart) => new ModelService(chart, 'iris', props)).one('Deployment');
      const probe = at(deployment, `${CONTAINER}.startupProbe`);
      const patience = Number(at(probe, 'periodSeconds')) * Number(at(probe, 'failureThreshold'));
      expect(patience).toBeGreaterThanOrEqual(loadTimeoutSeconds);
      expect(at(deployment, 'spec.progressDeadlineSeconds')).toBeGreaterThan(loadTimeoutSeconds);
    },
  );

  test.each([
    ['startupProbe', '/readyz'],
    ['readinessProbe', '/readyz'],
    ['livenessProbe', '/livez'],
  ])('the %s asks %s at the named port', (probe, path) => {
    expect(at(keda.one('Deployment'), `${CONTAINER}.${probe}.httpGet`)).toEqual({ path, port: 'http' });
  });

  test('a drain takes one pod at a time, and a sick one at any time', () => {
    expect(at(keda.one('PodDisruptionBudget'), 'spec')).toMatchObject({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  test('an update takes no pod before its successor is ready', () => {
    expect(at(keda.one('Deployment'), 'spec.strategy')).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
  });
});
