import type { Direction } from '../../../../checks/readers/policies';
import { type Fields, mapping, mappings, text } from '../../../../checks/readers/read';
import { selects } from '../../../../checks/readers/selectors';
import { NAMESPACE_LABEL } from '../../../../constructs/labels';

/** Who is at the other end of a way. */
export type OtherEnd =
  | { readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  | { readonly cidrs: readonly string[] };

/** One side of a way: what the policies of one end say of the other. */
export interface Side {
  readonly direction: Direction;
  /** Namespace and labels of the pods that the policies are for. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly other: OtherEnd;
  /** Port of the server. */
  readonly port: number;
}

const PEERS = { ingress: 'from', egress: 'to' } as const;

/**
 * The rules of a NetworkPolicy that no longer open this side, everything else as it was.
 *
 * @returns the rules of the side's direction, or undefined where the policy does not open it
 */
export function rulesWithout(policy: unknown, side: Side): readonly Fields[] | undefined {
  const { direction, labels } = side;
  if (!selects(mapping(policy, 'spec.podSelector'), labels)) return undefined;
  const rules = mappings(policy, `spec.${direction}`);
  const left = rules.flatMap((rule) => withoutSide(rule, side));
  return JSON.stringify(left) === JSON.stringify(rules) ? undefined : left;
}

/** A rule opens each of its peers on each of its ports: what is left is the other peers, and its peer's other ports. */
function withoutSide(rule: Fields, { direction, other, port }: Side): readonly Fields[] {
  const key = PEERS[direction];
  const peers = mappings(rule, key);
  const ports = mappings(rule, 'ports');
  const meant = peers.filter((peer) => isPeer(peer, other));
  const kept = ports.filter((entry) => entry['port'] !== port);
  if (meant.length === 0 || kept.length === ports.length) return [rule];
  const others = peers.filter((peer) => !meant.includes(peer));
  // An empty list of peers or of ports would open all.
  return [
    ...(others.length > 0 ? [{ ...rule, [key]: others }] : []),
    ...(kept.length > 0 ? [{ ...rule, [key]: meant, ports: kept }] : []),
  ];
}

function isPeer(peer: Fields, other: OtherEnd): boolean {
  if ('cidrs' in other) return other.cidrs.includes(text(peer, 'ipBlock.cidr') ?? '');
  const isInside = selects(peer['namespaceSelector'], { [NAMESPACE_LABEL]: other.namespace });
  return peer['ipBlock'] === undefined && isInside && selects(peer['podSelector'], other.labels);
}
