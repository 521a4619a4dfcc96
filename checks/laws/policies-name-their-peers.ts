import type { Breach, Law } from '../law';
import { isEveryPort, type PolicyRule, policiesOf, rulesOf } from '../readers/policies';
import { at, type Fields, list, mapping, mappings, text } from '../readers/read';
import { shown } from '../readers/show';

/**
 * A rule of a NetworkPolicy says to whom and on which port it opens: an empty list stands for everybody, and reads
 * like nobody. On the way out it may open to the world outside, which is all addresses but the networks of the cluster.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
 */
export const policiesNameTheirPeers: Law = {
  id: 'policies-name-their-peers',
  *judge(world): Generator<Breach> {
    for (const manifest of policiesOf(world)) {
      for (const rule of rulesOf(manifest)) {
        for (const message of faultsOf(rule, world.surroundings.networks)) yield { manifest, message };
      }
    }
  },
};

function* faultsOf(
  { direction, field, peers, ports }: PolicyRule,
  networks: readonly string[],
): Generator<string> {
  const side = direction === 'ingress' ? 'from' : 'to';
  if (peers.length === 0)
    yield `\`${field}.${side}\` must name peers, got none, which opens it to everybody; list namespaces and pods`;
  if (ports.length === 0)
    yield `\`${field}.ports\` must name ports, got none, which opens all of them; list those that are used`;
  for (const [index, port] of ports.entries()) {
    if (isEveryPort(port))
      yield `\`${field}.ports[${index}].port\` must be set, got none, which opens all of ${port.protocol}; list those that are used`;
  }
  for (const [index, peer] of peers.entries()) {
    if (direction === 'egress' && isOutside(peer, networks)) continue;
    const fault = peerFault(peer);
    if (fault !== undefined)
      yield `\`${field}.${side}[${index}]\` must not stand for everybody, got ${fault}`;
  }
}

/** Whether a peer is the world without the cluster: addresses there are nobody's to list. */
function isOutside(peer: Fields, networks: readonly string[]): boolean {
  const block = mapping(peer, 'ipBlock');
  const without = list(block, 'except');
  return (
    networks.length > 0 &&
    text(block, 'cidr') === '0.0.0.0/0' &&
    networks.every((one) => without.includes(one))
  );
}

function peerFault(peer: Fields): string | undefined {
  const blocks = mappings([peer['ipBlock']]).map((block) => text(block, 'cidr') ?? '');
  if (blocks.some((cidr) => cidr.endsWith('/0')))
    return `network ${shown(blocks[0])}; name the addresses that are meant`;
  const everywhere = Object.hasOwn(peer, 'namespaceSelector') && isEmpty(peer['namespaceSelector']);
  if (everywhere && at(peer, 'podSelector') === undefined)
    return 'an empty `namespaceSelector`; name the namespace and its pods';
  return Object.keys(peer).length === 0
    ? 'a peer without a selector; name the namespace and its pods'
    : undefined;
}

function isEmpty(selector: unknown): boolean {
  const wanted = [...Object.keys(mapping(selector, 'matchLabels')), ...list(selector, 'matchExpressions')];
  return wanted.length === 0;
}
