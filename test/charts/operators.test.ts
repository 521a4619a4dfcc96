import { clusterOf, development, production } from '../argocd/inventory';
import { at } from '../constructs/rendered';
import { built } from './built';

const cluster = clusterOf(development, production);

describe('the chart `namespaces` of a cluster', () => {
  const all = built(cluster, 'proxmox', 'namespaces');
  const policies = all.objects.filter(({ kind }) => kind === 'NetworkPolicy');
  const policy = (namespace: string, name: string) =>
    policies.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);

  test('makes the namespace of each operator, without a quota', () => {
    expect(all.names.filter((name) => !name.startsWith('NetworkPolicy'))).toEqual(
      [
        'argocd',
        'cert-manager',
        'cnpg-system',
        'csi-proxmox',
        'external-secrets',
        'gateway',
        'keda',
        'metrics-server',
        'monitoring',
        'node-exporter',
        'vpa',
      ].map((name) => `Namespace/${name}`),
    );
  });

  test('only those of programs that need their node are privileged', () => {
    const privileged = all.objects.filter(
      ({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce'] === 'privileged',
    );
    expect(privileged.map(({ metadata }) => metadata.name)).toEqual(['csi-proxmox', 'node-exporter']);
  });

  test('Argo CD gets the certificates of the internal authorities', () => {
    const labelled = all.objects.filter(
      ({ metadata }) => metadata.labels?.['data-frost.example/internal-ca'] === 'true',
    );
    expect(labelled.map(({ metadata }) => metadata.name)).toEqual(['argocd']);
  });

  test('each namespace is shut', () => {
    const namespaces = all.names.filter((name) => name.startsWith('Namespace/'));
    expect(policies.filter(({ metadata }) => metadata.name === 'default-deny')).toHaveLength(
      namespaces.length,
    );
  });

  test('a webhook is called by the control plane, at its port', () => {
    const controlPlane = ['10.20.0.11', '10.20.0.12', '10.20.0.13'];
    expect(at(policy('cert-manager', 'webhook-from-api-server'), 'spec')).toEqual({
      podSelector: {
        matchLabels: {
          'app.kubernetes.io/instance': 'cert-manager',
          'app.kubernetes.io/component': 'webhook',
        },
      },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: controlPlane.map((address) => ({ ipBlock: { cidr: `${address}/32` } })),
          ports: [{ protocol: 'TCP', port: 10250 }],
        },
      ],
    });
  });

  test('what calls the API server may, and what does not may not', () => {
    expect(at(policy('keda', 'keda-operator-to-api-server'), 'spec.egress.0.ports')).toEqual([
      { protocol: 'TCP', port: 6443 },
    ]);
    expect(policy('argocd', 'redis-to-api-server')).toBeUndefined();
  });

  test('Prometheus may reach what it scrapes, on both sides', () => {
    expect(policy('cert-manager', 'webhook-from-monitoring-prometheus')).toBeDefined();
    expect(policy('monitoring', 'prometheus-to-cert-manager-webhook')).toBeDefined();
    expect(policy('monitoring', 'prometheus-to-development-model-serving-iris')).toBeDefined();
    expect(policy('monitoring', 'prometheus-to-kubelets')).toBeDefined();
  });

  test('only Argo CD reaches the world outside, without the networks of the cluster', () => {
    const outside = policies.filter(({ metadata }) => metadata.name.endsWith('-to-outside'));
    expect(outside.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
      'argocd/repo-server-to-outside',
    ]);
    expect(at(outside[0], 'spec.egress.0.to')).toEqual([
      { ipBlock: { cidr: '0.0.0.0/0', except: ['10.244.0.0/16', '10.96.0.0/16', '10.20.0.0/24'] } },
    ]);
  });

  test('pods in the network of their node have no policies, which would not hold', () => {
    const own = policies.filter(({ metadata }) => metadata.namespace === 'node-exporter');
    expect(own.map(({ metadata }) => metadata.name).sort()).toEqual(['allow-dns', 'default-deny']);
  });
});

describe('the chart `trust`', () => {
  test('holds the internal authority', () => {
    expect(built(cluster, 'proxmox', 'trust').names).toEqual([
      'Bundle/internal-ca',
      'Certificate/internal-ca-2026',
      'ClusterIssuer/internal-ca',
      'ClusterIssuer/self-signed',
    ]);
  });

  test('holds a public one where the gateway has its certificates from there', () => {
    const gatewayCertificates = {
      issuer: 'acme',
      server: 'https://acme.example.com/directory',
      email: 'platform@example.com',
      nameServer: '10.20.0.53',
      keyName: 'acme.example.com',
    } as const;
    expect(built({ ...cluster, gatewayCertificates }, 'proxmox', 'trust').names).toContain(
      'ClusterIssuer/acme',
    );
  });
});
