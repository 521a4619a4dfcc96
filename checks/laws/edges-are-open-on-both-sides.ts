import { describe, type Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { edgesOf, type Opening } from '../readers/edges';
import { type Endpoint, isListenedOn, portAt } from '../readers/endpoint';
import { labelsAskedFor, shownLabels, shownSelector } from '../readers/labels';
import { covers, type Direction, isEveryPort, type PolicyPort, shownPort } from '../readers/policies';
import { at, mapping } from '../readers/read';
import { finds } from '../readers/selectors';

/**
 * A way between pods is open on both sides or on none: where a policy shuts the other side, another one there opens the
 * same port to the same pods; and there are pods at the other end. A kubelet's probes need no rule.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation
 */
export const edgesAreOpenOnBothSides: Law = {
  id: 'edges-are-open-on-both-sides',
  *judge(world): Generator<Breach> {
    const edges = edgesOf(world);
    const broken = edges.openings.filter(({ own, others }) => own.length === 0 || others.length === 0);
    for (const opening of edges.openings) {
      const { manifest } = opening.rule;
      const nobody = opening.others.length === 0;
      const message = nobody ? findsNobody(opening) : shutSideOf(opening, edges, broken);
      if (message !== undefined) yield { manifest, message };
    }
  },
};

function findsNobody({ rule, peer, peerNamespaces }: Opening): string {
  const [what, selector] =
    peerNamespaces.length === 0
      ? ['`namespaceSelector` that matches a namespace', at(peer, 'namespaceSelector')]
      : [
          `\`podSelector\` that matches pods of namespace ${peerNamespaces.join(', ')}`,
          at(peer, 'podSelector'),
        ];
  return `\`${rule.field}\` must have a ${what}, got ${shownSelector(selector)}; correct it or remove the rule`;
}

/** The first way that an opening opens on its own side only. */
function shutSideOf(opening: Opening, edges: Edges, broken: readonly Opening[]): string | undefined {
  const across = opening.rule.direction === 'egress' ? 'ingress' : 'egress';
  for (const other of opening.others) {
    const shutter = edges.shutterOf(across, other);
    if (shutter === undefined) continue;
    for (const own of opening.own) {
      const way: Way = { edges, opening, across, own, other, theirs: edges.between(across, other, own) };
      const shut = shutPortsOf(way);
      if (shut.length > 0 && !isToldElsewhere(way, broken)) return messageOf(way, shut, shutter);
    }
  }
  return undefined;
}

type Edges = ReturnType<typeof edgesOf>;

interface Way {
  readonly edges: Edges;
  readonly opening: Opening;
  readonly across: Direction;
  readonly own: Endpoint;
  readonly other: Endpoint;
  /** What the other side opens to these pods. */
  readonly theirs: readonly Opening[];
}

/** Ports of an opening that the other side keeps shut; all at once, or those nobody listens on, are other laws'. */
function shutPortsOf({ opening, across, own, other, theirs }: Way): readonly PolicyPort[] {
  const server = across === 'ingress' ? other : own;
  return opening.rule.ports.filter(
    (port) =>
      !isEveryPort(port) &&
      !isOpen(theirs, port, server) &&
      (across === 'ingress' || isListenedOn(server, port)),
  );
}

function isOpen(openings: readonly Opening[], port: PolicyPort, server: Endpoint): boolean {
  return openings.some(
    ({ rule: { ports } }) =>
      ports.length === 0 || ports.some((open) => covers(portAt(server, open), portAt(server, port))),
  );
}

/** One fault is told once: by the client where the two differ, by whoever's selector finds nothing. */
function isToldElsewhere(way: Way, broken: readonly Opening[]): boolean {
  const { edges, across, own, other, theirs } = way;
  if (theirs.length === 0) return isToldByBroken(way, broken) || isToldByChart(way);
  const ports = theirs.flatMap(({ rule }) => rule.ports);
  if (across === 'ingress') return ports.some((port) => !isListenedOn(other, port));
  const mine = edges.between('ingress', own, other);
  return ports.some((port) => !isOpen(mine, port, own));
}

function isToldByBroken({ edges, across, own, other }: Way, broken: readonly Opening[]): boolean {
  return broken.some(
    (one) =>
      one.rule.direction === across &&
      one.rule.namespace === other.namespace &&
      (edges.reaches(one, own) || (finds(one.rule.podSelector, other) && mayMean(one, own))),
  );
}

/** Of a chart's pods each side has its own idea; where the client's policy finds the server shut, it says so. */
function isToldByChart({ edges, across, own, other }: Way): boolean {
  return (
    across === 'egress' &&
    other.ports === undefined &&
    edges.openings.some(
      (one) =>
        one.rule.direction === across &&
        one.rule.namespace === other.namespace &&
        edges.reaches(one, own) &&
        one.own.some((client) => edges.between('ingress', own, client).length === 0),
    )
  );
}

/** Whether a peer that finds nobody could have meant pods: it has their namespace or their labels. */
function mayMean({ peer, peerNamespaces }: Opening, pods: Endpoint): boolean {
  return peerNamespaces.includes(pods.namespace) || finds(mapping(peer, 'podSelector'), pods);
}

function messageOf(
  { opening, across, other, theirs }: Way,
  shut: readonly PolicyPort[],
  shutter: Manifest,
): string {
  const towards = across === 'ingress' ? 'to' : 'from';
  const labels = labelsAskedFor(mapping(opening.peer, 'podSelector'), other.labels);
  const pods = `pods ${shownLabels(labels)} of namespace '${other.namespace}'`;
  const got = `${shut.map(shownPort).join(', ')} ${towards} ${pods}`;
  const [found] = theirs;
  const state =
    found === undefined
      ? `whose ${across} ${describe(shutter)} shuts; render a policy there that opens it`
      : `whose ${across} ${describe(found.rule.manifest)} opens for ${found.rule.ports.map(shownPort).join(', ')} only; use one port on both sides`;
  return `\`${opening.rule.field}\` must be open on both sides, got ${got}, ${state}`;
}
