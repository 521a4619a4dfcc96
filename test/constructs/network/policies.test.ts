import fc from 'fast-check';
import {
  type AddressPolicyProps,
  EgressToAddresses,
  EgressToNetworks,
  EgressToOutside,
  IngressFromAddresses,
  IngressFromNetworks,
  NetworkPolicies,
  type NetworkPoliciesProps,
  type NetworkPolicyProps,
} from '../../../constructs/network/policies';
import type { Edge, Peer } from '../../../constructs/network/props';
import type { KubernetesObject } from '../../../synth/manifest';
import { deepFreeze } from '../../../values/object';
import type { Everything, Leaf, Row } from '../everything';
import { at, rendered } from '../rendered';

const SERVING = 'production-model-serving';
const NAMESPACES = [SERVING, 'production-batch-jobs', 'gateway', 'monitoring'];
const peer = (namespace: string, name: string): Peer => ({ namespace, name, labels: { app: name } });
const iris = peer(SERVING, 'iris');
const digits = peer(SERVING, 'digits');
const scoring = peer('production-batch-jobs', 'scoring');
const edge = (client: Peer, server: Peer, port = 3000): Edge => ({ client, server, port });

const build = (namespace: string, edges: readonly Edge[]) =>
  rendered((chart) => new NetworkPolicies(chart, 'Edges', { namespace, edges }));

describe('NetworkPolicies', () => {
  test('nothing is opened where no edge ends', () => {
    expect(build(SERVING, []).names).toEqual([]);
    expect(build('gateway', [edge(scoring, iris)]).names).toEqual([]);
  });

  test('the server lets its client in', () => {
    const all = build(SERVING, [edge(scoring, iris)]);
    expect(all.names).toEqual(['NetworkPolicy/iris-from-production-batch-jobs-scoring']);
    expect(at(all.one('NetworkPolicy'), 'spec')).toEqual({
      podSelector: { matchLabels: { app: 'iris' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'production-batch-jobs' } },
              podSelector: { matchLabels: { app: 'scoring' } },
            },
          ],
          ports: [{ protocol: 'TCP', port: 3000 }],
        },
      ],
    });
    expect(all.one('NetworkPolicy').metadata.namespace).toBe(SERVING);
  });

  test('the client is let out to its server', () => {
    const all = build('production-batch-jobs', [edge(scoring, iris)]);
    expect(all.names).toEqual(['NetworkPolicy/scoring-to-production-model-serving-iris']);
    expect(at(all.one('NetworkPolicy'), 'spec')).toEqual({
      podSelector: { matchLabels: { app: 'scoring' } },
      policyTypes: ['Egress'],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': SERVING } },
              podSelector: { matchLabels: { app: 'iris' } },
            },
          ],
          ports: [{ protocol: 'TCP', port: 3000 }],
        },
      ],
    });
    expect(all.one('NetworkPolicy').metadata.namespace).toBe('production-batch-jobs');
  });

  test('neighbours get both policies and call each other by name', () => {
    expect(build(SERVING, [edge(digits, iris)]).names).toEqual([
      'NetworkPolicy/digits-to-iris',
      'NetworkPolicy/iris-from-digits',
    ]);
  });

  test('edges between the same peers share a policy, each port once and in order', () => {
    const all = build(SERVING, [edge(scoring, iris, 9090), edge(scoring, iris), edge(scoring, iris)]);
    expect(at(all.one('NetworkPolicy'), 'spec.ingress.0.ports')).toEqual([
      { protocol: 'TCP', port: 3000 },
      { protocol: 'TCP', port: 9090 },
    ]);
  });

  test('every edge is opened at both of its ends, and each policy opens an edge', () => {
    const peers = fc.constantFrom(
      iris,
      digits,
      scoring,
      peer('gateway', 'traefik'),
      peer('monitoring', 'iris'),
    );
    const edges = fc.array(
      fc.record({ client: peers, server: peers, port: fc.constantFrom(3000, 8080, 9090) }),
    );
    fc.assert(
      fc.property(edges, (declared) => {
        const policies = NAMESPACES.flatMap((namespace) => build(namespace, declared).objects);
        const ways = (type: 'egress' | 'ingress') =>
          policies.flatMap((policy) => openings(policy, type)).sort();
        const wanted = [...new Set(declared.map(textOf))].sort();
        expect(ways('egress')).toEqual(wanted);
        expect(ways('ingress')).toEqual(wanted);
      }),
    );
  });

  test('edges are read, never written', () => {
    const props: Everything<NetworkPoliciesProps> = { namespace: SERVING, edges: [edge(scoring, iris)] };
    const before = structuredClone(props);
    rendered((chart) => new NetworkPolicies(chart, 'Edges', deepFreeze(props)));
    expect(props).toEqual(before);
  });
});

const balancers: Everything<AddressPolicyProps> = {
  namespace: 'gateway',
  name: 'traefik-from-balancers',
  podLabels: { 'app.kubernetes.io/name': 'traefik' },
  addresses: ['10.20.0.31', '10.20.0.32'],
  ports: [8000, 8443],
  protocol: 'UDP',
};

/** Where each prop arrives. */
const ADDRESSES: Readonly<Record<Leaf<AddressPolicyProps>, Row>> = {
  namespace: ['NetworkPolicy', 'metadata.namespace', 'gateway'],
  name: ['NetworkPolicy', 'metadata.name', 'traefik-from-balancers'],
  podLabels: ['NetworkPolicy', 'spec.podSelector', { matchLabels: { 'app.kubernetes.io/name': 'traefik' } }],
  addresses: [
    'NetworkPolicy',
    'spec.ingress.0.from',
    [{ ipBlock: { cidr: '10.20.0.31/32' } }, { ipBlock: { cidr: '10.20.0.32/32' } }],
  ],
  ports: [
    'NetworkPolicy',
    'spec.ingress.0.ports',
    [
      { protocol: 'UDP', port: 8000 },
      { protocol: 'UDP', port: 8443 },
    ],
  ],
  protocol: ['NetworkPolicy', 'spec.ingress.0.ports.0.protocol', 'UDP'],
};

describe('IngressFromAddresses', () => {
  const open = (props: AddressPolicyProps) =>
    rendered((chart) => new IngressFromAddresses(chart, 'Balancers', props));

  test.each(Object.entries(ADDRESSES).map(([prop, row]) => [prop, ...row] as const))(
    '`%s` stands in the %s at %s',
    (_, object, path, value) => {
      expect(at(open(balancers).one(object), path)).toEqual(value);
    },
  );

  test('it opens a way in and none out', () => {
    const spec = at(open(balancers).one('NetworkPolicy'), 'spec');
    expect(at(spec, 'policyTypes')).toEqual(['Ingress']);
    expect(at(spec, 'ingress')).toHaveLength(1);
    expect(spec).not.toHaveProperty('egress');
  });

  test.each(['addresses', 'ports'])('it opens nothing without %s, since an empty list opens all', (key) => {
    expect(open({ ...balancers, [key]: [] }).names).toEqual([]);
  });

  test('props are read, never written', () => {
    const props = structuredClone(balancers);
    open(deepFreeze(props));
    expect(props).toEqual(balancers);
  });
});

describe('EgressToAddresses', () => {
  const open = (props: AddressPolicyProps) =>
    rendered((chart) => new EgressToAddresses(chart, 'ApiServer', props));
  const { protocol: _, ...ways } = balancers;
  const apiServer = { ...ways, name: 'traefik-to-api-server', ports: [6443] };

  test('it opens a way out to the addresses alone, and none in', () => {
    expect(at(open(apiServer).one('NetworkPolicy'), 'spec')).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'traefik' } },
      policyTypes: ['Egress'],
      egress: [
        {
          to: [{ ipBlock: { cidr: '10.20.0.31/32' } }, { ipBlock: { cidr: '10.20.0.32/32' } }],
          ports: [{ protocol: 'TCP', port: 6443 }],
        },
      ],
    });
  });

  test.each(['addresses', 'ports'])('it opens nothing without %s, since an empty list opens all', (key) => {
    expect(open({ ...apiServer, [key]: [] }).names).toEqual([]);
  });
});

const networks: Everything<NetworkPolicyProps> = {
  namespace: 'gateway',
  name: 'traefik-from-administrators',
  podLabels: { 'app.kubernetes.io/name': 'traefik' },
  networks: ['10.30.0.0/24', '10.31.0.0/16'],
  ports: [8444],
};

describe('IngressFromNetworks', () => {
  const open = (props: NetworkPolicyProps) =>
    rendered((chart) => new IngressFromNetworks(chart, 'Administrators', props));

  test('it opens a way in from the networks alone, and none out', () => {
    const policy = open(deepFreeze(structuredClone(networks))).one('NetworkPolicy');
    expect(policy.metadata).toMatchObject({ namespace: 'gateway', name: 'traefik-from-administrators' });
    expect(at(policy, 'spec')).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'traefik' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [{ ipBlock: { cidr: '10.30.0.0/24' } }, { ipBlock: { cidr: '10.31.0.0/16' } }],
          ports: [{ protocol: 'TCP', port: 8444 }],
        },
      ],
    });
  });

  test.each(['networks', 'ports'])('it opens nothing without %s, since an empty list opens all', (key) => {
    expect(open({ ...networks, [key]: [] }).names).toEqual([]);
  });
});

describe('EgressToOutside', () => {
  const open = (props: NetworkPolicyProps) =>
    rendered((chart) => new EgressToOutside(chart, 'Outside', props));

  test('it opens a way out to everything but the networks', () => {
    expect(at(open(deepFreeze(structuredClone(networks))).one('NetworkPolicy'), 'spec')).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'traefik' } },
      policyTypes: ['Egress'],
      egress: [
        {
          to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.30.0.0/24', '10.31.0.0/16'] } }],
          ports: [{ protocol: 'TCP', port: 8444 }],
        },
      ],
    });
  });

  test.each(['networks', 'ports'])('it opens nothing without %s', (key) => {
    expect(open({ ...networks, [key]: [] }).names).toEqual([]);
  });
});

describe('EgressToNetworks', () => {
  const open = (props: NetworkPolicyProps) =>
    rendered((chart) => new EgressToNetworks(chart, 'ObjectStorage', props));
  const storage: NetworkPolicyProps = {
    namespace: SERVING,
    name: 'iris-to-object-storage',
    podLabels: { app: 'iris' },
    networks: ['10.20.1.0/24'],
    ports: [443],
  };

  test('it opens a way out to the networks alone, and none in', () => {
    expect(at(open(storage).one('NetworkPolicy'), 'spec')).toEqual({
      podSelector: { matchLabels: { app: 'iris' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '10.20.1.0/24' } }], ports: [{ protocol: 'TCP', port: 443 }] }],
    });
  });

  test.each(['networks', 'ports'])('it opens nothing without %s, since an empty list opens all', (key) => {
    expect(open({ ...storage, [key]: [] }).names).toEqual([]);
  });
});

function textOf({ client, server, port }: Edge): string {
  return `${client.namespace}/${client.name} → ${server.namespace}/${server.name}:${port}`;
}

/** The edges that a policy opens in a direction, as {@link textOf} writes them. */
function openings(policy: KubernetesObject, type: 'egress' | 'ingress'): string[] {
  const own = `${policy.metadata.namespace}/${at(policy, 'spec.podSelector.matchLabels.app')}`;
  const [side, ways] = [type === 'egress' ? 'to' : 'from', at(policy, `spec.${type}`)];
  if (!Array.isArray(ways)) return [];
  return ways.flatMap((way) => {
    const namespace = at(way, [side, '0', 'namespaceSelector', 'matchLabels', 'kubernetes.io/metadata.name']);
    const other = `${namespace}/${at(way, [side, '0', 'podSelector', 'matchLabels', 'app'])}`;
    const ports = at(way, 'ports');
    const [client, server] = type === 'egress' ? [own, other] : [other, own];
    return Array.isArray(ports) ? ports.map((port) => `${client} → ${server}:${at(port, 'port')}`) : [];
  });
}
