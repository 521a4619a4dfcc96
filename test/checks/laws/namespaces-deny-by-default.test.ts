import { namespacesDenyByDefault } from '../../../checks/laws/namespaces-deny-by-default';
import { judge } from '../judge';
import { NAMESPACE, namespace, object } from '../objects';
import { spoilt } from '../spoil';

const policy = (name: string, spec: object) =>
  object('networking.k8s.io/v1', 'NetworkPolicy', name, { spec: { podSelector: {}, ...spec } });
const deny = (spec: object = {}) => policy('default-deny', { policyTypes: ['Ingress', 'Egress'], ...spec });
const dnsPods = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
  podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
};
const bothProtocols = ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 }));
const dns = (rule: object = {}, spec: object = {}) =>
  policy('allow-dns', {
    policyTypes: ['Egress'],
    egress: [{ to: [dnsPods], ports: bothProtocols, ...rule }],
    ...spec,
  });
const judged = (...objects: unknown[]) =>
  judge(namespacesDenyByDefault, [namespace(NAMESPACE), ...objects], {
    namespaces: ['kube-system', 'kube-public'],
  });
const inNamespace = (name: string) => ({
  ...dnsPods,
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});

describe('namespaces-deny-by-default', () => {
  test('a namespace with both policies passes', () => {
    expect(judged(deny(), dns())).toEqual([]);
    expect(judged(deny({ ingress: [], egress: [] }), dns())).toEqual([]);
  });

  test.each([
    ['is missing', []],
    ['is for some pods', [deny({ podSelector: { matchLabels: { a: 'b' } } })]],
    ['shuts one direction', [deny({ policyTypes: ['Ingress'] })]],
    ['opens something', [deny({ ingress: [{ from: [{ podSelector: {} }] }] })]],
    ['has no selector', [deny({ podSelector: undefined })]],
  ])('a default deny that %s is a breach', (_, policies) => {
    expect(judged(dns(), ...policies)).toEqual([
      "Namespace/production-model-serving: namespace 'production-model-serving' must deny all traffic by default, got no NetworkPolicy with an empty `podSelector`, both `policyTypes` and no rules; render one",
    ]);
  });

  test.each([
    ['is missing', []],
    ['is for some pods', [dns({}, { podSelector: { matchLabels: { a: 'b' } } })]],
    ['opens another port', [dns({ ports: [{ protocol: 'UDP', port: 5353 }] })]],
    ['opens another namespace', [dns({ to: [inNamespace('kube-public')] })]],
    [
      'opens other pods',
      [dns({ to: [{ ...dnsPods, podSelector: { matchLabels: { 'k8s-app': 'proxy' } } }] })],
    ],
    ['opens its own namespace', [dns({ to: [{ podSelector: dnsPods.podSelector }] })]],
  ])('a policy for DNS that %s is a breach', (_, policies) => {
    expect(judged(deny(), ...policies)).toEqual([
      "Namespace/production-model-serving: namespace 'production-model-serving' must let its pods reach DNS, got no NetworkPolicy for all pods with egress to 'k8s-app=kube-dns' in kube-system on UDP 53 and TCP 53; render one",
    ]);
  });

  test('long answers come over TCP', () => {
    expect(judged(deny(), dns({ ports: [{ protocol: 'UDP', port: 53 }] }))).toEqual([
      "Namespace/production-model-serving: namespace 'production-model-serving' must let its pods reach DNS, got no NetworkPolicy for all pods with egress to 'k8s-app=kube-dns' in kube-system on TCP 53; render one",
    ]);
  });

  test('DNS may be one of several peers', () => {
    expect(judged(deny(), dns({ to: [{ podSelector: {} }, dnsPods] }))).toEqual([]);
  });

  test('a rule for everybody opens DNS, too', () => {
    expect(judged(deny(), dns({ ports: [] }))).toEqual([]);
    expect(judged(deny(), dns({ to: [] }))).toEqual([]);
  });

  test('a namespace that is not there is told by another law only', () => {
    expect(judged(deny(), dns({ to: [inNamespace('kube-systems')] }))).toEqual([]);
  });

  test('a namespace that somebody else makes is not ours to shut', () => {
    expect(judge(namespacesDenyByDefault, [dns()], { namespaces: [NAMESPACE] })).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    for (const worse of spoilt([namespace(NAMESPACE), deny(), dns()])) {
      expect(() => judge(namespacesDenyByDefault, worse)).not.toThrow();
    }
  });
});
