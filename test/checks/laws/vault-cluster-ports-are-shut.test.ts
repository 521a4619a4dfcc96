import { vaultClusterPortsAreShut } from '../../../checks/laws/vault-cluster-ports-are-shut';
import { judge } from '../judge';
import { deployment, labelsOf, NAMESPACE, object } from '../objects';
import { spoilt } from '../spoil';
import { configMap, configuration, vault } from '../vault-nodes';

const file = configMap(configuration(3));
const base = [file, vault(file), deployment('other')];
const peer = (name: string) => ({ podSelector: { matchLabels: labelsOf(name) } });
const policy = (rule: object) =>
  object('networking.k8s.io/v1', 'NetworkPolicy', 'openbao', {
    spec: {
      podSelector: { matchLabels: labelsOf('openbao') },
      policyTypes: ['Ingress'],
      ingress: [rule],
    },
  });
const faults = (rule: object) => judge(vaultClusterPortsAreShut, [...base, policy(rule)]);
const cluster = [{ protocol: 'TCP', port: 8201 }];
const FAULT =
  "NetworkPolicy/openbao: `ingress[0]` must open port 8201 to the vault's own nodes alone, got others; leave the port to a rule of its own";

describe('vault-cluster-ports-are-shut', () => {
  test('the nodes of the vault reach it, and others the API alone', () => {
    expect(faults({ from: [peer('openbao')], ports: cluster })).toEqual([]);
    expect(faults({ from: [peer('other')], ports: [{ protocol: 'TCP', port: 8200 }] })).toEqual([]);
  });

  test.each<readonly [string, object]>([
    ['other pods', { from: [peer('openbao'), peer('other')], ports: cluster }],
    ['other pods, by a range', { from: [peer('other')], ports: [{ port: 8000, endPort: 9000 }] }],
    ['other pods, by all ports', { from: [peer('other')] }],
    ['addresses', { from: [{ ipBlock: { cidr: '10.20.0.9/32' } }], ports: cluster }],
    ['everybody', { ports: cluster }],
    ['all pods of the namespace', { from: [{ podSelector: {} }], ports: cluster }],
  ])('%s must not', (_, rule) => {
    expect(faults(rule)).toEqual([FAULT]);
  });

  test('what is opened to pods that are no vault is not meant', () => {
    const other = object('networking.k8s.io/v1', 'NetworkPolicy', 'other', {
      spec: {
        podSelector: { matchLabels: labelsOf('other', NAMESPACE) },
        policyTypes: ['Ingress'],
        ingress: [{ ports: cluster }],
      },
    });
    expect(judge(vaultClusterPortsAreShut, [...base, other])).toEqual([]);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([...base, policy({ from: [peer('openbao')], ports: cluster })]))
      expect(judge(vaultClusterPortsAreShut, objects)).toBeInstanceOf(Array);
  });
});
