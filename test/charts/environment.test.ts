import { clusterOf, development, production } from '../argocd/inventory';
import { at } from '../constructs/rendered';
import { built } from './built';

const cluster = clusterOf(development, production);

describe('the chart `namespaces` of an environment', () => {
  const all = built(cluster, 'development', 'namespaces');

  test('makes a namespace for each application, each shut, bounded and open to DNS, and one priority', () => {
    const each = (kind: string, name: string) =>
      all.objects
        .filter((object) => object.kind === kind && object.metadata.name === name)
        .map(({ metadata }) => metadata.namespace)
        .sort();
    const namespaces = ['development-batch-jobs', 'development-model-serving'];
    expect(all.names.filter((name) => name.startsWith('Namespace/'))).toEqual(
      namespaces.map((name) => `Namespace/${name}`),
    );
    expect(each('NetworkPolicy', 'default-deny')).toEqual(namespaces);
    expect(each('NetworkPolicy', 'allow-dns')).toEqual(namespaces);
    expect(each('ResourceQuota', 'quota')).toEqual(namespaces);
    expect(each('LimitRange', 'limits')).toEqual(namespaces);
    expect(all.objects).toHaveLength(11);
  });

  test('gives its pods the priority of the environment, none by default', () => {
    const own = built(cluster, 'production', 'namespaces').one('PriorityClass');
    expect(own).toMatchObject({
      apiVersion: 'scheduling.k8s.io/v1',
      metadata: { name: 'production' },
      value: 100,
      description: 'Pods of production',
    });
    expect(own).not.toHaveProperty('globalDefault');
    expect(own.metadata).not.toHaveProperty('namespace');
  });

  test('opens the DNS of the cluster', () => {
    const dns = all.objects.find(({ metadata }) => metadata.name === 'allow-dns');
    expect(at(dns, 'spec.egress.0.to.0')).toEqual({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    });
  });
});

describe('the chart `model-serving`', () => {
  const all = built(cluster, 'development', 'model-serving');

  test('holds the models, and who may reach them', () => {
    expect(all.names).toEqual([
      'Deployment/iris',
      'HTTPRoute/iris',
      'NetworkPolicy/iris-from-development-batch-jobs-scoring',
      'NetworkPolicy/iris-from-gateway-traefik',
      'NetworkPolicy/iris-from-monitoring-prometheus',
      'Service/iris',
      'ServiceAccount/iris',
      'ServiceMonitor/iris',
    ]);
  });

  test.each([
    [
      'the image of its registry',
      'containers.0.image',
      `registry.example.com/models/iris@sha256:${'a'.repeat(64)}`,
    ],
    ['the credentials of its registry', 'imagePullSecrets', [{ name: 'registry' }]],
    ['its priority', 'priorityClassName', 'development'],
  ])('gives each pod %s', (_, path, value) => {
    expect(at(all.one('Deployment'), `spec.template.spec.${path}`)).toEqual(value);
  });

  test('shows a public model at its host name, through the listener of its environment', () => {
    expect(at(all.one('HTTPRoute'), 'spec')).toMatchObject({
      hostnames: ['iris.development.example.com'],
      parentRefs: [{ name: 'public', namespace: 'gateway', sectionName: 'development' }],
    });
  });

  test('shows no other model, and opens it to Prometheus alone', () => {
    const { names } = built(cluster, 'production', 'model-serving');
    expect(names.filter((name) => /^(HTTPRoute|NetworkPolicy)/.test(name))).toEqual([
      'NetworkPolicy/digits-from-monitoring-prometheus',
    ]);
  });

  test('needs no credentials of a public registry', () => {
    const deployment = built(cluster, 'production', 'model-serving').one('Deployment');
    expect(at(deployment, 'spec.template.spec')).not.toHaveProperty('imagePullSecrets');
  });

  test('asks the Prometheus of the cluster', () => {
    const [model] = development.modelServing?.models ?? [];
    const scaling = {
      kind: 'keda',
      minReplicas: 1,
      maxReplicas: 2,
      triggers: [{ type: 'requests-in-progress', perReplica: 4 }],
    } as const;
    if (model === undefined || development.modelServing === undefined)
      throw new Error('the fixture must have a model');
    const modelServing = { ...development.modelServing, models: [{ ...model, scaling }] };
    const scaled = built(clusterOf({ ...development, modelServing }), 'development', 'model-serving');
    expect(at(scaled.one('ScaledObject'), 'spec.triggers.0.metadata.serverAddress')).toBe(
      'http://prometheus-operated.monitoring.svc:9090',
    );
  });
});

describe('the chart `batch-jobs`', () => {
  const all = built(cluster, 'development', 'batch-jobs');
  const POD = 'spec.jobTemplate.spec.template.spec';

  test('holds the jobs, and what they may call', () => {
    expect(all.names).toEqual([
      'CronJob/scoring',
      'NetworkPolicy/scoring-to-development-model-serving-iris',
      'PrometheusRule/scoring',
      'ServiceAccount/scoring',
    ]);
  });

  test.each([
    [
      'the image of its registry',
      'containers.0.image',
      `registry.example.com/models/iris@sha256:${'a'.repeat(64)}`,
    ],
    ['the credentials of its registry', 'imagePullSecrets', [{ name: 'registry' }]],
    ['its priority', 'priorityClassName', 'development'],
    [
      'the URL of what it calls',
      'containers.0.env.1',
      { name: 'MODEL_URL', value: 'http://iris.development-model-serving.svc:3000' },
    ],
  ])('gives each pod %s', (_, path, value) => {
    expect(at(all.one('CronJob'), `${POD}.${path}`)).toEqual(value);
  });

  test('reads schedules in the zone of the environment', () => {
    expect(at(all.one('CronJob'), 'spec.timeZone')).toBe('America/Sao_Paulo');
  });

  test('calls a model under its Service and at its port', () => {
    const service = built(cluster, 'development', 'model-serving').one('Service');
    const { name, namespace } = service.metadata;
    expect(at(all.one('CronJob'), `${POD}.containers.0.env.1.value`)).toBe(
      `http://${name}.${namespace}.svc:${at(service, 'spec.ports.0.port')}`,
    );
  });

  test('calls one model under two names through one policy', () => {
    const [job] = development.batchJobs?.jobs ?? [];
    if (job === undefined || development.batchJobs === undefined)
      throw new Error('the fixture must have a job');
    const calls = ['MODEL_URL', 'FALLBACK_URL'].map((variable) => ({ model: 'iris', variable }));
    const batchJobs = { ...development.batchJobs, jobs: [{ ...job, calls }] };
    const twice = built(clusterOf({ ...development, batchJobs }), 'development', 'batch-jobs');
    expect(twice.names).toEqual(all.names);
  });
});
