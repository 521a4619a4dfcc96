import { apiAccess } from '../../../constructs/pod/api-access';
import { type PodSettings, podTemplate } from '../../../constructs/pod/template';
import { deepFreeze } from '../../../values/object';
import type { Everything, Leaf } from '../everything';
import { at } from '../rendered';

const minimal: PodSettings = {
  selector: { 'app.kubernetes.io/name': 'iris', 'app.kubernetes.io/instance': 'production-model-serving' },
  labels: {},
  serviceAccountName: 'iris',
  priorityClassName: 'production',
  terminationGracePeriodSeconds: 30,
  life: 'run-once',
  container: {
    name: 'bento',
    image: 'registry.example.com/iris',
    env: {},
    resources: {
      requests: { cpu: '1', memory: '1Gi', ephemeralStorage: '256Mi' },
      limits: { memory: '2Gi', ephemeralStorage: '1Gi' },
    },
  },
};

/** The parts that a container hands on as they are. */
const handedOn = {
  args: ['--serve'],
  command: ['bentoml'],
  lifecycle: { preStop: { sleep: { seconds: 10 } } },
  livenessProbe: { httpGet: { path: '/livez', port: 'http' } },
  ports: [{ name: 'http', containerPort: 3000 }],
  readinessProbe: { httpGet: { path: '/readyz', port: 'http' } },
  startupProbe: { httpGet: { path: '/readyz', port: 'http' }, failureThreshold: 24 },
} satisfies Partial<PodSettings['container']>;

type Settings = Omit<PodSettings, 'container' | 'initContainers' | 'spread' | 'volumes'>;
type Container = Omit<PodSettings['container'], keyof typeof handedOn | 'volumeMounts'>;

const container: Everything<Container> = {
  name: 'bento',
  image: 'registry.example.com/iris',
  env: { HOME: '/tmp', MODEL_URL: 'http://digits:3000' },
  resources: {
    requests: { cpu: '250m', memory: '768Mi', ephemeralStorage: '512Mi' },
    limits: { cpu: '2', memory: '1536Mi', ephemeralStorage: '2Gi' },
  },
};

const settings: Everything<Settings> = {
  selector: { 'app.kubernetes.io/name': 'iris', 'app.kubernetes.io/instance': 'production-model-serving' },
  labels: { 'app.kubernetes.io/component': 'model' },
  serviceAccountName: 'iris',
  priorityClassName: 'production',
  imagePullSecret: 'registry',
  terminationGracePeriodSeconds: 75,
  life: 'serve',
};

const everything: PodSettings = {
  ...settings,
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'iris' } }],
  container: { ...container, ...handedOn, volumeMounts: [{ name: 'data', mountPath: '/data' }] },
};

const CONTAINER = 'spec.containers.0';
const SPREAD = 'spec.topologySpreadConstraints';
const labels = (key: string) => ['metadata', 'labels', key];

type Place = readonly [path: string | readonly string[], value: unknown];

const SETTINGS: Readonly<Record<Leaf<Settings>, Place>> = {
  'selector.app.kubernetes.io/name': [labels('app.kubernetes.io/name'), 'iris'],
  'selector.app.kubernetes.io/instance': [labels('app.kubernetes.io/instance'), 'production-model-serving'],
  labels: [labels('app.kubernetes.io/component'), 'model'],
  serviceAccountName: ['spec.serviceAccountName', 'iris'],
  priorityClassName: ['spec.priorityClassName', 'production'],
  imagePullSecret: ['spec.imagePullSecrets', [{ name: 'registry' }]],
  terminationGracePeriodSeconds: ['spec.terminationGracePeriodSeconds', 75],
  life: [`${SPREAD}.length`, 2],
};

const PARTS: Readonly<Record<Leaf<Container>, Place>> = {
  name: [`${CONTAINER}.name`, 'bento'],
  image: [`${CONTAINER}.image`, 'registry.example.com/iris'],
  env: [
    `${CONTAINER}.env`,
    [
      { name: 'HOME', value: '/tmp' },
      { name: 'MODEL_URL', value: 'http://digits:3000' },
    ],
  ],
  'resources.requests.cpu': [`${CONTAINER}.resources.requests.cpu`, '250m'],
  'resources.requests.memory': [`${CONTAINER}.resources.requests.memory`, '768Mi'],
  'resources.requests.ephemeralStorage': [`${CONTAINER}.resources.requests.ephemeral-storage`, '512Mi'],
  'resources.limits.cpu': [`${CONTAINER}.resources.limits.cpu`, '2'],
  'resources.limits.memory': [`${CONTAINER}.resources.limits.memory`, '1536Mi'],
  'resources.limits.ephemeralStorage': [`${CONTAINER}.resources.limits.ephemeral-storage`, '2Gi'],
};

describe('the pod template', () => {
  const template = podTemplate(everything);
  const least = podTemplate(minimal);

  test.each(
    [...Object.entries(SETTINGS), ...Object.entries(PARTS)].map(([key, place]) => [key, ...place] as const),
  )('`%s` stands at %p', (_, path, value) => {
    expect(at(template, path)).toEqual(value);
  });

  test.each(Object.entries(handedOn))('`%s` of a container is handed on', (key, value) => {
    expect(at(template, `${CONTAINER}.${key}`)).toEqual(value);
  });

  test('volumes and mounts come after those of the template', () => {
    expect(at(template, 'spec.volumes')).toEqual([
      { name: 'tmp', emptyDir: { sizeLimit: '512Mi' } },
      { name: 'data', persistentVolumeClaim: { claimName: 'iris' } },
    ]);
    expect(at(template, `${CONTAINER}.volumeMounts`)).toEqual([
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'data', mountPath: '/data' },
    ]);
    expect(at(least, 'spec.volumes')).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '256Mi' } }]);
    expect(at(least, `${CONTAINER}.volumeMounts`)).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
  });

  test.each([
    ['with everything', template],
    ['with the least', least],
  ])('a pod %s is restricted, and beyond', (_, { spec }) => {
    expect(spec).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10_001,
        runAsGroup: 10_001,
        fsGroup: 10_001,
        fsGroupChangePolicy: 'OnRootMismatch',
        seccompProfile: { type: 'RuntimeDefault' },
      },
    });
    expect(at({ spec }, `${CONTAINER}.securityContext`)).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
  });

  test('replicas are kept apart, each revision for itself, and no lost worker counts', () => {
    const common = {
      maxSkew: 1,
      labelSelector: { matchLabels: everything.selector },
      matchLabelKeys: ['pod-template-hash'],
    };
    expect(at(template, SPREAD)).toEqual([
      {
        ...common,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'DoNotSchedule',
        nodeTaintsPolicy: 'Honor',
      },
      { ...common, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
    ]);
    expect(at(template, 'spec')).not.toHaveProperty('restartPolicy');
  });

  test('replicas that make room for their successors are kept apart whatever their revision', () => {
    const constraints = at(podTemplate({ ...everything, life: 'serve-in-turn' }), SPREAD);
    expect(constraints).toEqual([
      expect.objectContaining({ topologyKey: 'kubernetes.io/hostname', nodeTaintsPolicy: 'Honor' }),
      expect.objectContaining({ topologyKey: 'topology.kubernetes.io/zone' }),
    ]);
    expect(JSON.stringify(constraints)).not.toContain('matchLabelKeys');
  });

  test('a pod that serves leaves a lost worker after half a minute', () => {
    const common = { operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 };
    expect(at(template, 'spec.tolerations')).toEqual([
      { ...common, key: 'node.kubernetes.io/not-ready' },
      { ...common, key: 'node.kubernetes.io/unreachable' },
    ]);
  });

  test('a pod that ends is not restarted, not spread, and stays with its worker as long as others do', () => {
    expect(at(least, 'spec.restartPolicy')).toBe('Never');
    expect(at(least, 'spec')).not.toHaveProperty('tolerations');
    expect(at(least, 'spec')).not.toHaveProperty('topologySpreadConstraints');
  });

  test('what is not set is not rendered', () => {
    expect(at(least, 'spec')).not.toHaveProperty('imagePullSecrets');
    expect(at(least, `${CONTAINER}.resources.limits`)).not.toHaveProperty('cpu');
    for (const key of Object.keys(handedOn)) expect(at(least, CONTAINER)).not.toHaveProperty(key);
  });

  test('replicas that vote are one a worker, whatever state the others are in', () => {
    const voting = podTemplate({ ...everything, spread: 'one-a-worker' });
    const labelSelector = { matchLabels: everything.selector };
    expect(at(voting, SPREAD)).toEqual([
      {
        maxSkew: 1,
        labelSelector,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'DoNotSchedule',
        nodeTaintsPolicy: 'Ignore',
      },
      {
        maxSkew: 1,
        labelSelector,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'ScheduleAnyway',
      },
    ]);
  });

  test('containers before the main one come in their order, as restricted as it is', () => {
    const first = { ...minimal.container, name: 'first', command: ['prepare'] };
    const second = { ...minimal.container, name: 'second' };
    const { spec } = podTemplate({ ...minimal, initContainers: [first, second] });
    expect(spec?.initContainers?.map(({ name }) => name)).toEqual(['first', 'second']);
    expect(spec?.initContainers?.[0]?.command).toEqual(['prepare']);
    for (const one of spec?.initContainers ?? []) {
      expect(one.securityContext).toEqual(at({ spec }, `${CONTAINER}.securityContext`));
      expect(one.volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
    }
    expect(at(least, 'spec')).not.toHaveProperty('initContainers');
  });

  test('a variable may be a field of the pod', () => {
    const env = { POD: { fieldPath: 'metadata.name' }, HOME: '/tmp' };
    const named = podTemplate({ ...minimal, container: { ...minimal.container, env } });
    expect(at(named, `${CONTAINER}.env`)).toEqual([
      { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'HOME', value: '/tmp' },
    ]);
  });

  test('settings are read, never written', () => {
    const before = structuredClone(everything);
    podTemplate(deepFreeze(structuredClone(everything)));
    expect(everything).toEqual(before);
  });
});

test('the credential for the Kubernetes API is short-lived, for one container, and where libraries look', () => {
  const { volume, volumeMount } = apiAccess;
  expect(volumeMount).toEqual({
    name: volume.name,
    mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
    readOnly: true,
  });
  expect(volume.projected?.sources?.map((source) => Object.keys(source))).toEqual([
    ['serviceAccountToken'],
    ['configMap'],
    ['downwardAPI'],
  ]);
  expect(at(volume, 'projected.sources.0.serviceAccountToken.expirationSeconds')).toBe(3607);
});
