import { traefik } from '../../environments/operators';
import { clusterOf, development, production } from '../argocd/inventory';
import { at } from '../constructs/rendered';
import { built } from './built';

const cluster = clusterOf(development, production);

describe('the chart `namespaces` of a cluster', () => {
  test('makes the namespace of the gateway, shut and open to DNS, without a quota', () => {
    expect(built(cluster, 'proxmox', 'namespaces').names).toEqual([
      'Namespace/gateway',
      'NetworkPolicy/allow-dns',
      'NetworkPolicy/default-deny',
    ]);
  });
});

describe('the chart `gateway`', () => {
  const all = built(cluster, 'proxmox', 'gateway');

  test('holds the gateway, and the ways to it and from it', () => {
    expect(all.names).toEqual([
      'Gateway/public',
      'HTTPRoute/redirect-to-https',
      'NetworkPolicy/traefik-from-balancers',
      'NetworkPolicy/traefik-to-api-server',
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
