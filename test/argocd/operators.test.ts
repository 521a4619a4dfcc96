import { operatorApplication, operatorProject, operatorSource } from '../../argocd/operators';
import { operatorDemand } from '../../environments/operators/demand';
import { operatorsOf } from '../../environments/operators/list';
import { namespacesOf, type Operator, partsOf } from '../../environments/operators/operator';
import { at } from '../constructs/rendered';
import { clusterOf, development } from './inventory';

const cluster = clusterOf(development);
const operators = operatorsOf(cluster);
const byName = (name: string): Operator => {
  const found = operators.find((operator) => operator.name === name);
  if (found === undefined) throw new Error(`${name} must be an operator`);
  return found;
};

describe('every operator', () => {
  test.each(operators.map((operator) => [operator.name, operator] as const))(
    '%s comes from a pinned source that its project admits, with every namespace of its own',
    (_, operator) => {
      const source = operatorSource(operator);
      expect(source.targetRevision).toMatch(/^v?\d+\.\d+\.\d+$/);
      const { spec } = operatorProject(cluster, operator);
      const application = operatorApplication(cluster, operator);
      expect(spec.sourceRepos).toEqual([source.repoURL]);
      expect(spec.destinations).toContainEqual(application.spec.destination);
      for (const { name } of namespacesOf(operator))
        expect(spec.destinations).toContainEqual({
          server: 'https://kubernetes.default.svc',
          namespace: name,
        });
      expect(JSON.stringify(spec)).not.toContain('*');
      expect(application.spec.project).toBe(operatorProject(cluster, operator).metadata?.name);
    },
  );

  test('has a name of its own, and its parts have names of their own in their namespace', () => {
    const names = operators.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const parts = operators.flatMap(partsOf).map(({ peer }) => `${peer.namespace}/${peer.name}`);
    expect(new Set(parts).size).toBe(parts.length);
  });

  test.each(
    operators.flatMap((operator) =>
      partsOf(operator).map((part) => [operator.name, part.peer.name, part] as const),
    ),
  )('%s/%s gets in its values what capacity counts', (name, _, { containers }) => {
    const values = JSON.stringify(at(operatorSource(byName(name)), 'helm.valuesObject'));
    for (const resources of Object.values(containers)) expect(values).toContain(JSON.stringify(resources));
  });

  test('is waited for where it brings kinds, but for Argo CD, which is there', () => {
    const lax = operators.filter(({ brings, waitedFor }) => brings.length > 0 && !waitedFor);
    expect(lax.map(({ name }) => name)).toEqual(['argo-cd']);
  });

  test('whose webhook has a certificate of the internal issuer comes after trust', () => {
    const users = operators.filter((operator) =>
      JSON.stringify(operatorSource(operator)).includes('"internal-ca"'),
    );
    expect(users.map(({ name }) => name)).toEqual(['external-secrets']);
    for (const { wave } of users) expect(wave).toBeGreaterThan(4);
  });
});

describe('the source of an operator', () => {
  test('is a folder of its own repository at a tag, where there is no chart', () => {
    expect(operatorSource(byName('gateway-api'))).toEqual({
      repoURL: 'https://github.com/kubernetes-sigs/gateway-api',
      targetRevision: 'v1.6.3',
      path: 'config/crd/standard',
      directory: { recurse: true },
    });
  });

  test('leaves out definitions that nobody needs', () => {
    expect(at(operatorSource(byName('traefik')), 'helm.skipCrds')).toBe(true);
    expect(operatorSource(byName('keda'))).not.toHaveProperty('helm.skipCrds');
  });
});

describe('the project of an operator', () => {
  test('names what it may hold without a namespace, or the kind where names are not known', () => {
    const list = operatorProject(cluster, byName('keda')).spec.clusterResourceWhitelist;
    expect(list).toContainEqual({
      group: 'apiextensions.k8s.io',
      kind: 'CustomResourceDefinition',
      name: 'scaledobjects.keda.sh',
    });
    expect(list).toContainEqual({ group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' });
  });

  test('reaches into the namespaces of others that its chart writes to', () => {
    const { destinations } = operatorProject(cluster, byName('metrics-server')).spec;
    expect(destinations?.map(({ namespace }) => namespace)).toEqual(['metrics-server', 'kube-system']);
  });
});

describe('what operators take', () => {
  const demand = operatorDemand(cluster);
  const of = (name: string) => demand.find((one) => one.name === name);

  test('counts each part once', () => {
    expect(demand.map(({ name }) => name)).toEqual(
      operators.flatMap((operator) => partsOf(operator).map(({ peer }) => `${operator.name}/${peer.name}`)),
    );
  });

  test.each([
    ['cert-manager/webhook', 3, 'anywhere'],
    ['traefik/traefik', 3, 'every-worker'],
    ['kube-prometheus-stack/node-exporter', 6, 'every-node'],
  ])('%s: %i pods, %s', (name, pods, placement) => {
    expect(of(name)).toMatchObject({ pods, placement });
  });

  test('counts every container and every volume', () => {
    expect(of('kube-prometheus-stack/prometheus')).toMatchObject({
      containers: [{ requests: { memory: '1Gi' } }, { requests: { memory: '32Mi' } }],
      storage: '20Gi',
    });
  });
});

test('the gateway tells its address, and only the balancers may say who a client is', () => {
  const values = at(operatorSource(byName('traefik')), 'helm.valuesObject');
  const trustedIPs = ['10.20.0.31/32', '10.20.0.32/32'];
  expect(values).toMatchObject({
    providers: { kubernetesGateway: { enabled: true, statusAddress: { ip: '10.20.0.10' } } },
    ports: { websecure: { proxyProtocol: { trustedIPs }, forwardedHeaders: { trustedIPs } } },
    service: { spec: { type: 'NodePort', externalTrafficPolicy: 'Local' } },
  });
  expect(at(values, 'ports.private')).not.toHaveProperty('proxyProtocol');
});

test('a public authority and its name server are reached by cert-manager alone, and only where it is used', () => {
  const gatewayCertificates = {
    issuer: 'acme',
    server: 'https://acme.example.com/directory',
    email: 'platform@example.com',
    nameServer: '10.20.0.53',
    keyName: 'acme.example.com',
  } as const;
  const parts = (values: typeof cluster) =>
    operatorsOf(values)
      .flatMap(partsOf)
      .filter(({ peer }) => peer.name === 'cert-manager');
  expect(parts({ ...cluster, gatewayCertificates })).toMatchObject([
    { outside: [443], machines: [{ addresses: ['10.20.0.53'], port: 53, protocol: 'UDP' }] },
  ]);
  expect(parts(cluster)[0]).not.toHaveProperty('outside');
});
