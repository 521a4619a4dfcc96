import { ModelService } from '../../../constructs/model-service/model-service';
import type { ModelServiceProps } from '../../../constructs/model-service/props';
import type { Leaf, Row } from '../everything';
import { at, rendered } from '../rendered';
import { DIGEST, everything, IMAGE, minimal } from './fixtures';

type Table = Readonly<Record<Leaf<Omit<ModelServiceProps, 'scaling'>>, readonly Row[]>>;

const POD = 'spec.template.spec';
const BENTO = `${POD}.containers.0`;
const env = (name: string, value: string) => expect.arrayContaining([{ name, value }]);

/** Where each prop of the fixture with everything arrives. */
const EVERYTHING: Table = {
  name: [
    ['Deployment', 'metadata.name', 'iris'],
    ['Service', 'metadata.name', 'iris'],
  ],
  image: [
    ['Deployment', `${BENTO}.image`, IMAGE],
    ['Deployment', ['metadata', 'labels', 'app.kubernetes.io/version'], DIGEST.slice(0, 12)],
    [
      'Deployment',
      ['spec', 'template', 'metadata', 'labels', 'app.kubernetes.io/version'],
      DIGEST.slice(0, 12),
    ],
  ],
  priorityClassName: [['Deployment', `${POD}.priorityClassName`, 'production']],
  imagePullSecret: [['Deployment', `${POD}.imagePullSecrets`, [{ name: 'registry' }]]],
  prometheusUrl: [
    ['ScaledObject', 'spec.triggers.0.metadata.serverAddress', 'http://prometheus.monitoring.svc:9090'],
    ['ScaledObject', 'spec.triggers.1.metadata.serverAddress', 'http://prometheus.monitoring.svc:9090'],
  ],
  requestTimeoutSeconds: [
    ['Deployment', `${BENTO}.env`, env('BENTOML_TIMEOUT', '90')],
    ['Deployment', `${POD}.terminationGracePeriodSeconds`, 10 + 90 + 5],
  ],
  loadTimeoutSeconds: [
    ['Deployment', `${BENTO}.startupProbe.failureThreshold`, 121],
    ['Deployment', 'spec.progressDeadlineSeconds', 901],
    [
      'ScaledObject',
      'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds',
      601,
    ],
  ],
  'resources.requests.cpu': [['Deployment', `${BENTO}.resources.requests.cpu`, '250m']],
  'resources.requests.memory': [['Deployment', `${BENTO}.resources.requests.memory`, '768Mi']],
  'resources.requests.ephemeralStorage': [
    ['Deployment', `${BENTO}.resources.requests.ephemeral-storage`, '512Mi'],
    ['Deployment', `${POD}.volumes.0.emptyDir.sizeLimit`, '512Mi'],
  ],
  'resources.limits.cpu': [['Deployment', `${BENTO}.resources.limits.cpu`, '2']],
  'resources.limits.memory': [['Deployment', `${BENTO}.resources.limits.memory`, '1536Mi']],
  'resources.limits.ephemeralStorage': [['Deployment', `${BENTO}.resources.limits.ephemeral-storage`, '2Gi']],
  'verticalScaling.updateMode': [['VerticalPodAutoscaler', 'spec.updatePolicy.updateMode', 'Recreate']],
  'verticalScaling.minMemory': [
    ['VerticalPodAutoscaler', 'spec.resourcePolicy.containerPolicies.0.minAllowed', { memory: '512Mi' }],
  ],
  'verticalScaling.maxMemory': [
    ['VerticalPodAutoscaler', 'spec.resourcePolicy.containerPolicies.0.maxAllowed', { memory: '4Gi' }],
  ],
  'route.hostname': [['HTTPRoute', 'spec.hostnames', ['iris.production.example.com']]],
  'route.gateway.name': [['HTTPRoute', 'spec.parentRefs.0.name', 'public']],
  'route.gateway.namespace': [['HTTPRoute', 'spec.parentRefs.0.namespace', 'gateway']],
  'route.listener': [['HTTPRoute', 'spec.parentRefs.0.sectionName', 'production']],
  secrets: [
    [
      'Deployment',
      `${POD}.volumes.1`,
      {
        name: 'secret-weights',
        secret: { secretName: 'weights', defaultMode: 0o440, items: [{ key: 'token', path: 'token' }] },
      },
    ],
    [
      'Deployment',
      `${BENTO}.volumeMounts.1`,
      { name: 'secret-weights', mountPath: '/credentials', readOnly: true },
    ],
  ],
  urls: [
    ['Deployment', `${BENTO}.env`, env('DIGITS_URL', 'http://digits.production-model-serving.svc:3000')],
  ],
};

/** What a model gets of which nothing is said. */
const MINIMAL: readonly Row[] = [
  ['Deployment', 'spec.replicas', 1],
  ['Deployment', `${POD}.imagePullSecrets`, undefined],
  ['Deployment', `${POD}.terminationGracePeriodSeconds`, 10 + 60 + 5],
  ['Deployment', `${BENTO}.env`, env('BENTOML_TIMEOUT', '60')],
  ['Deployment', `${BENTO}.env.length`, 5],
  ['Deployment', `${BENTO}.startupProbe.failureThreshold`, 24],
  ['Deployment', 'spec.progressDeadlineSeconds', 420],
  [
    'Deployment',
    `${BENTO}.resources`,
    {
      requests: { cpu: '500m', memory: '1Gi', 'ephemeral-storage': '256Mi' },
      limits: { memory: '2Gi', 'ephemeral-storage': '1Gi' },
    },
  ],
];

const rowsOf = (table: Table) =>
  Object.entries(table).flatMap(([prop, rows]) => rows.map((row) => [prop, ...row] as const));

describe('the props of a ModelService', () => {
  const all = rendered((chart) => new ModelService(chart, 'iris', everything));
  test.each(rowsOf(EVERYTHING))('%s stands in %s at %s', (_, kind, path, value) => {
    expect(at(all.one(kind), path)).toEqual(value);
  });

  const least = rendered((chart) => new ModelService(chart, 'iris', minimal));
  test.each(MINIMAL)('by default %s has at %s %p', (kind, path, value) => {
    expect(at(least.one(kind), path)).toEqual(value);
  });

  test('by default the memory of a pod is resized where it runs', () => {
    const props = { ...minimal, verticalScaling: { minMemory: '1Gi', maxMemory: '2Gi' } } as const;
    const vpa = rendered((chart) => new ModelService(chart, 'iris', props)).one('VerticalPodAutoscaler');
    expect(at(vpa, 'spec.updatePolicy.updateMode')).toBe('InPlaceOrRecreate');
  });

  test.each([
    [10, 2],
    [11, 3],
    [3600, 720],
  ])('a model that may load for %p s has %p probes to do so', (loadTimeoutSeconds, failures) => {
    const props = { ...minimal, loadTimeoutSeconds };
    const deployment = rendered((chart) => new ModelService(chart, 'iris', props)).one('Deployment');
    expect(at(deployment, `${BENTO}.startupProbe.failureThreshold`)).toBe(failures);
  });
});
