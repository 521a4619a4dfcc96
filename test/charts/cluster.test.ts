import { traefik } from '../../environments/operators';
import { clusterOf, development, production } from '../argocd/inventory';
import { at } from '../constructs/rendered';
import { built } from './built';

const cluster = clusterOf(development, production);

describe('the chart `gateway`', () => {
  const all = built(cluster, 'proxmox', 'gateway');

  test('holds the gateway, and the ways to it and from it', () => {
    expect(all.names).toEqual([
      'Certificate/development-tls',
      'Gateway/public',
      'HTTPRoute/redirect-to-https',
      'NetworkPolicy/traefik-from-administrators',
      'NetworkPolicy/traefik-from-balancers',
      'NetworkPolicy/traefik-from-monitoring-prometheus',
      'NetworkPolicy/traefik-to-development-model-serving-iris',
    ]);
  });

  test('listens at the ports of its controller', () => {
    const gateway = all.one('Gateway');
    expect(at(gateway, 'spec.gatewayClassName')).toBe(traefik.gatewayClassName);
    expect(at(gateway, 'spec.listeners.0.port')).toBe(traefik.ports.http);
    expect(at(gateway, 'spec.listeners.1.port')).toBe(traefik.ports.https);
  });

  test('listens for each environment with something public, and takes routes of its namespace', () => {
    expect(at(all.one('Gateway'), 'spec.listeners')).toEqual([
      expect.objectContaining({ name: 'http' }),
      expect.objectContaining({
        name: 'development',
        hostname: '*.development.example.com',
        tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'development-tls' }] },
        allowedRoutes: {
          namespaces: {
            from: 'Selector',
            selector: {
              matchExpressions: [
                { key: 'kubernetes.io/metadata.name', operator: 'In', values: ['development-model-serving'] },
              ],
            },
          },
        },
      }),
    ]);
  });

  test('does not depend on the order of the environments', () => {
    const shown = { ...production, modelServing: development.modelServing };
    const hosted = clusterOf(development, shown);
    const reversed = { ...hosted, environments: [...hosted.environments].reverse() };
    const listeners = (of: typeof hosted) =>
      at(built(of, 'proxmox', 'gateway').one('Gateway'), 'spec.listeners');
    expect(listeners(hosted)).toMatchObject([
      { name: 'http' },
      { name: 'development' },
      { name: 'production' },
    ]);
    expect(listeners(reversed)).toEqual(listeners(hosted));
  });

  test('is the listener to which the routes of the environment attach', () => {
    const route = built(cluster, 'development', 'model-serving').one('HTTPRoute');
    const gateway = all.one('Gateway');
    expect(at(route, 'spec.parentRefs')).toEqual([
      {
        group: 'gateway.networking.k8s.io',
        kind: 'Gateway',
        name: gateway.metadata.name,
        namespace: gateway.metadata.namespace,
        sectionName: at(gateway, 'spec.listeners.1.name'),
      },
    ]);
  });

  test('is reached from the balancers alone, at its ports', () => {
    const policy = all.one('NetworkPolicy/traefik-from-balancers');
    expect(at(policy, 'spec')).toEqual({
      podSelector: { matchLabels: traefik.labels },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: cluster.balancers.map(({ address }) => ({ ipBlock: { cidr: `${address}/32` } })),
          ports: [
            { protocol: 'TCP', port: traefik.ports.http },
            { protocol: 'TCP', port: traefik.ports.https },
          ],
        },
      ],
    });
  });

  test('its private entry point is reached from the administrators alone', () => {
    const policy = all.one('NetworkPolicy/traefik-from-administrators');
    expect(at(policy, 'spec.ingress')).toEqual([
      {
        from: cluster.administration.networks.map((cidr) => ({ ipBlock: { cidr } })),
        ports: [{ protocol: 'TCP', port: traefik.ports.private }],
      },
    ]);
    const others = all.objects.filter(
      ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name !== policy.metadata.name,
    );
    expect(JSON.stringify(others)).not.toContain(String(traefik.ports.private));
  });

  test('has a certificate for both domains of an environment, by the issuer of the cluster', () => {
    expect(at(all.one('Certificate'), 'spec')).toMatchObject({
      secretName: 'development-tls',
      dnsNames: ['*.development.example.com', '*.internal.development.example.com'],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'internal-ca' },
    });
    const gatewayCertificates = {
      issuer: 'acme',
      server: 'https://acme.example.com/directory',
      email: 'platform@example.com',
      nameServer: '10.20.0.53',
      keyName: 'acme.example.com',
    } as const;
    const certificate = built({ ...cluster, gatewayCertificates }, 'proxmox', 'gateway').one('Certificate');
    expect(at(certificate, 'spec.issuerRef.name')).toBe('acme');
  });

  test('listens for administrators where there is something of theirs', () => {
    const environments = cluster.environments.map((environment) => ({
      ...environment,
      gateway: { ...environment.gateway, privateNamespaces: [`${environment.name}-vault`] },
    }));
    const listeners = at(
      built({ ...cluster, environments }, 'proxmox', 'gateway').one('Gateway'),
      'spec.listeners',
    );
    expect(listeners).toMatchObject([
      { name: 'http' },
      { name: 'development', port: traefik.ports.https },
      {
        name: 'development-private',
        port: traefik.ports.private,
        hostname: '*.internal.development.example.com',
        tls: { certificateRefs: [{ name: 'development-tls' }] },
      },
      {
        name: 'production-private',
        port: traefik.ports.private,
        tls: { certificateRefs: [{ name: 'production-tls' }] },
      },
    ]);
  });

  test('what it may call is what lets it in', () => {
    const out = all.one('NetworkPolicy/traefik-to-development-model-serving-iris');
    const into = built(cluster, 'development', 'model-serving').one(
      'NetworkPolicy/iris-from-gateway-traefik',
    );
    expect(at(out, 'spec.podSelector')).toEqual(at(into, 'spec.ingress.0.from.0.podSelector'));
    expect(at(into, 'spec.podSelector')).toEqual(at(out, 'spec.egress.0.to.0.podSelector'));
    expect(at(out, 'spec.egress.0.ports')).toEqual(at(into, 'spec.ingress.0.ports'));
  });
});
