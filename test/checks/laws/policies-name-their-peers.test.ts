import { policiesNameTheirPeers } from '../../../checks/laws/policies-name-their-peers';
import { judge } from '../judge';
import { object } from '../objects';
import { spoilt } from '../spoil';

const peer = { namespaceSelector: { matchLabels: { a: 'b' } }, podSelector: {} };
const ports = [{ protocol: 'TCP', port: 3000 }];
const policy = (spec: object) =>
  object('networking.k8s.io/v1', 'NetworkPolicy', 'iris', { spec: { podSelector: {}, ...spec } });
const ingress = (rule: object) =>
  judge(policiesNameTheirPeers, [
    policy({ policyTypes: ['Ingress'], ingress: [{ from: [peer], ports, ...rule }] }),
  ]);
const egress = (rule: object) =>
  judge(policiesNameTheirPeers, [
    policy({ policyTypes: ['Egress'], egress: [{ to: [peer], ports, ...rule }] }),
  ]);

describe('policies-name-their-peers', () => {
  test('peers and ports are named', () => {
    expect(ingress({})).toEqual([]);
    expect(egress({})).toEqual([]);
    expect(ingress({ from: [] })).toEqual([
      'NetworkPolicy/iris: `ingress[0].from` must name peers, got none, which opens it to everybody; list namespaces and pods',
    ]);
    expect(egress({ to: undefined })).toEqual([
      'NetworkPolicy/iris: `egress[0].to` must name peers, got none, which opens it to everybody; list namespaces and pods',
    ]);
    expect(egress({ ports: [] })).toEqual([
      'NetworkPolicy/iris: `egress[0].ports` must name ports, got none, which opens all of them; list those that are used',
    ]);
  });

  test('a protocol without a port is all of its ports', () => {
    expect(egress({ ports: [{ protocol: 'UDP' }] })).toEqual([
      'NetworkPolicy/iris: `egress[0].ports[0].port` must be set, got none, which opens all of UDP; list those that are used',
    ]);
    expect(egress({ ports: [{ port: 1, endPort: 65535 }] })).toHaveLength(1);
    expect(egress({ ports: [{ port: 8000, endPort: 8010 }, { port: 1 }, { port: 65535 }] })).toEqual([]);
  });

  test('all addresses are everybody', () => {
    expect(egress({ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] })).toEqual([
      "NetworkPolicy/iris: `egress[0].to[0]` must not stand for everybody, got network '0.0.0.0/0'; name the addresses that are meant",
    ]);
    expect(egress({ to: [{ ipBlock: { cidr: '::/0' } }] })).toHaveLength(1);
    expect(egress({ to: [{ ipBlock: { cidr: '10.20.0.0/16' } }] })).toEqual([]);
  });

  test('the world outside is all addresses but those of the cluster, on the way out', () => {
    const networks = ['10.244.0.0/16', '10.96.0.0/16'];
    const to = (except: readonly string[]) => [{ ipBlock: { cidr: '0.0.0.0/0', except } }];
    const judged = (spec: object, surroundings = { networks }) =>
      judge(policiesNameTheirPeers, [policy(spec)], surroundings);
    const out = (except: readonly string[]) => ({
      policyTypes: ['Egress'],
      egress: [{ to: to(except), ports }],
    });
    expect(judged(out([...networks, '10.20.0.0/24']))).toEqual([]);
    expect(judged(out(['10.244.0.0/16']))).toHaveLength(1);
    expect(judged(out(networks), { networks: [] })).toHaveLength(1);
    const into = { policyTypes: ['Ingress'], ingress: [{ from: to(networks), ports }] };
    expect(judged(into)).toHaveLength(1);
  });

  test('all namespaces are everybody, unless pods are named', () => {
    expect(ingress({ from: [{ namespaceSelector: {} }] })).toEqual([
      'NetworkPolicy/iris: `ingress[0].from[0]` must not stand for everybody, got an empty `namespaceSelector`; name the namespace and its pods',
    ]);
    expect(ingress({ from: [{ namespaceSelector: { matchLabels: {} } }] })).toHaveLength(1);
    expect(ingress({ from: [{}] })).toEqual([
      'NetworkPolicy/iris: `ingress[0].from[0]` must not stand for everybody, got a peer without a selector; name the namespace and its pods',
    ]);
    expect(ingress({ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { a: 'b' } } }] })).toEqual(
      [],
    );
    expect(ingress({ from: [{ podSelector: {} }] })).toEqual([]);
  });

  test('a policy that opens nothing is no fault, and rules of a type that it does not have are void', () => {
    expect(judge(policiesNameTheirPeers, [policy({ policyTypes: ['Ingress', 'Egress'] })])).toEqual([]);
    expect(judge(policiesNameTheirPeers, [policy({ policyTypes: ['Ingress'], egress: [{}] })])).toEqual([]);
    expect(judge(policiesNameTheirPeers, [policy({ egress: [{}] })])).toHaveLength(2);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    const objects = [
      policy({ ingress: [{ from: [peer], ports }], egress: [{ to: [{ ipBlock: { cidr: 'a' } }], ports }] }),
    ];
    for (const worse of spoilt(objects)) {
      expect(() => judge(policiesNameTheirPeers, worse)).not.toThrow();
    }
  });
});
