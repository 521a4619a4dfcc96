import {
  EgressToNetworks,
  EgressToOutside,
  IngressFromNetworks,
  type NetworkPolicyProps,
} from '../../../constructs/network/policies';
import { deepFreeze } from '../../../values/object';
import type { Everything } from '../everything';
import { at, rendered } from '../rendered';

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
    namespace: 'production-model-serving',
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
