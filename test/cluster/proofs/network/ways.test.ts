import { rulesWithout, type Side } from './ways';

const clientLabels = { app: 'client' };
const other = { namespace: 'there', labels: { app: 'server' } };
const side: Side = { direction: 'egress', namespace: 'here', labels: clientLabels, other, port: 80 };
const peer = peerOf('server');
const opening = { to: [peer], ports: [{ port: 80 }] };

test('the rule of the side goes, and others stay', () => {
  const dns = { to: [peerOf('dns')], ports: [{ port: 53 }] };
  expect(rulesWithout(policyOf([opening, dns]), side)).toEqual([dns]);
});

test('other ports of the peer stay open', () => {
  const both = { to: [peer], ports: [{ port: 80 }, { port: 443 }] };
  expect(rulesWithout(policyOf([both]), side)).toEqual([{ to: [peer], ports: [{ port: 443 }] }]);
});

test('other peers stay open on all ports of the rule', () => {
  const rule = { to: [peer, peerOf('other')], ports: [{ port: 80 }, { port: 443 }] };
  expect(rulesWithout(policyOf([rule]), side)).toEqual([
    { to: [peerOf('other')], ports: rule.ports },
    { to: [peer], ports: [{ port: 443 }] },
  ]);
});

test('an address is found by its block', () => {
  const [own, neighbour] = ['10.0.0.1/32', '10.0.0.2/32'].map((cidr) => ({ ipBlock: { cidr } }));
  const rule = { to: [own, neighbour], ports: [{ port: 80 }] };
  const left = rulesWithout(policyOf([rule]), { ...side, other: { cidrs: ['10.0.0.1/32'] } });
  expect(left).toEqual([{ to: [neighbour], ports: rule.ports }]);
});

test.each<[string, Partial<Side>]>([
  ['another direction', { direction: 'ingress' }],
  ['other pods', { labels: { app: 'stranger' } }],
  ['another port', { port: 81 }],
  ['another namespace at the other end', { other: { ...other, namespace: 'elsewhere' } }],
  ['other pods at the other end', { other: { ...other, labels: { app: 'other' } } }],
  ['an address, where pods are meant', { other: { cidrs: ['10.0.0.1/32'] } }],
])('a policy that opens %s is left alone', (_, difference) => {
  expect(rulesWithout(policyOf([opening]), { ...side, ...difference })).toBeUndefined();
});

function policyOf(egress: readonly object[]): object {
  return { spec: { podSelector: { matchLabels: clientLabels }, policyTypes: ['Egress'], egress } };
}

function peerOf(app: string): object {
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': 'there' } };
  return { namespaceSelector, podSelector: { matchLabels: { app } } };
}
