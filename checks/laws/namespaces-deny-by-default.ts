import type { Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { type Namespaces, namespaceOf, namespacesOf } from '../readers/namespaces';
import { covers, policiesOf, rulesOf, shuts } from '../readers/policies';
import { at, type Fields, isMapping, list } from '../readers/read';
import { push, selects } from '../readers/selectors';

/** The cluster's DNS, wherever kubeadm or a platform runs it. */
const DNS = {
  namespace: { 'kubernetes.io/metadata.name': 'kube-system' },
  pods: { 'k8s-app': 'kube-dns' },
  protocols: ['UDP', 'TCP'],
} as const;

/**
 * Every namespace that is rendered shuts all traffic of all its pods and then opens DNS: what no edge declares does
 * not flow, and a name resolves.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-and-all-egress-traffic
 */
export const namespacesDenyByDefault: Law = {
  id: 'namespaces-deny-by-default',
  *judge(world): Generator<Breach> {
    const namespaces = namespacesOf(world);
    const policies = new Map<string, Manifest[]>();
    for (const policy of policiesOf(world)) {
      if (isForAllPods(policy)) push(policies, namespaceOf(policy), policy);
    }
    for (const manifest of world.ofKind('', 'Namespace')) {
      const { name } = manifest.object.metadata;
      const own = policies.get(name) ?? [];
      if (!own.some(deniesEverything)) yield { manifest, message: lacksDeny(name) };
      const closed = DNS.protocols.filter(
        (protocol) => !own.some((policy) => opensDns(policy, protocol, namespaces)),
      );
      if (closed.length > 0) yield { manifest, message: lacksDns(name, closed) };
    }
  },
};

function isForAllPods({ object }: Manifest): boolean {
  const selector = at(object, 'spec.podSelector');
  return isMapping(selector) && Object.keys(selector).length === 0;
}

function deniesEverything(policy: Manifest): boolean {
  const { object } = policy;
  const rules = [...list(object, 'spec.ingress'), ...list(object, 'spec.egress')];
  return shuts(policy, 'ingress') && shuts(policy, 'egress') && rules.length === 0;
}

/**
 * A rule that opens to everybody opens DNS, too; that it does so is told by `policies-name-their-peers`. One that looks
 * for DNS in a namespace that is not there is told by `edges-are-open-on-both-sides`.
 */
function opensDns(policy: Manifest, protocol: string, namespaces: Namespaces): boolean {
  const isNowhere = (peer: Fields) =>
    namespaces.selected(peer['namespaceSelector'], namespaceOf(policy)).length === 0;
  return rulesOf(policy).some(
    ({ direction, peers, ports }) =>
      direction === 'egress' &&
      (peers.length === 0 || peers.some((peer) => isDns(peer) || isNowhere(peer))) &&
      (ports.length === 0 || ports.some((port) => covers(port, { protocol, first: 53, last: 53 }))),
  );
}

function isDns(peer: Fields): boolean {
  const namespace = at(peer, 'namespaceSelector');
  const pods = at(peer, 'podSelector');
  return (
    isMapping(namespace) &&
    selects(namespace, DNS.namespace) &&
    (pods === undefined || (isMapping(pods) && selects(pods, DNS.pods)))
  );
}

function lacksDeny(name: string): string {
  return `namespace '${name}' must deny all traffic by default, got no NetworkPolicy with an empty \`podSelector\`, both \`policyTypes\` and no rules; render one`;
}

function lacksDns(name: string, protocols: readonly string[]): string {
  return `namespace '${name}' must let its pods reach DNS, got no NetworkPolicy for all pods with egress to 'k8s-app=kube-dns' in kube-system on ${protocols.map((protocol) => `${protocol} 53`).join(' and ')}; render one`;
}
