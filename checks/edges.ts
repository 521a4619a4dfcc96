import type { Manifest } from '../synth/manifest';
import type { Endpoint } from './endpoint';
import { labelsWantedBy } from './labels';
import { Namespaces, namespaceOf } from './namespaces';
import { type Direction, type PolicyRule, policiesOf, rulesOf, shuts } from './policies';
import { containerPortsOf } from './ports';
import { type Fields, isMapping, mapping, strings } from './read';
import { PodIndex, selects } from './selectors';
import { WantedIndex } from './wanted-index';
import type { World } from './world';

type Labels = Readonly<Record<string, string>>;

/** What one rule opens to or from pods that one peer selects. */
export interface Opening {
  readonly rule: PolicyRule;
  readonly peer: Fields;
}

/** A policy that shuts a direction. */
interface Shutter {
  readonly policy: Manifest;
  readonly direction: Direction;
}

/** What the policies of a world open and shut between pods; rules for addresses are no edges between pods. */
export class Edges {
  readonly openings: readonly Opening[];
  private readonly namespaces: Namespaces;
  private readonly pods: PodIndex;
  private readonly openingIndex: WantedIndex<Opening>;
  private readonly shutterIndex: WantedIndex<Shutter>;

  constructor(world: World) {
    this.namespaces = new Namespaces(world);
    this.pods = new PodIndex(world.pods);
    const policies = policiesOf(world);
    this.openings = policies.flatMap(rulesOf).flatMap(openingsOf);
    this.openingIndex = new WantedIndex(this.openings, ({ rule, peer }) =>
      keysOf(
        rule.direction,
        rule.namespace,
        wantedBy(rule.podSelector),
        wantedBy(mapping(peer, 'podSelector')),
      ),
    );
    this.shutterIndex = new WantedIndex(policies.flatMap(shuttersOf), ({ policy, direction }) =>
      keysOf(direction, namespaceOf(policy), wantedBy(mapping(policy.object, 'spec.podSelector'))),
    );
  }

  /** The pods that a rule is for; none where the namespace is ours and no workload matches. */
  ownOf({ rule }: Opening): readonly Endpoint[] {
    return this.endpoints(rule.namespace, rule.podSelector);
  }

  /** The namespaces at the other end. */
  peerNamespacesOf({ rule, peer }: Opening): readonly string[] {
    return this.namespaces.selected(peer['namespaceSelector'], rule.namespace);
  }

  /** The pods at the other end, in all its namespaces. */
  peersOf(opening: Opening): readonly Endpoint[] {
    const selector = mapping(opening.peer, 'podSelector');
    return this.peerNamespacesOf(opening).flatMap((namespace) => this.endpoints(namespace, selector));
  }

  /** The policy that shuts a direction for pods, or undefined where all is open. */
  shutterOf(direction: Direction, { namespace, labels }: Endpoint): Manifest | undefined {
    return this.shutterIndex
      .candidates(keysOf(direction, namespace, labels))
      .find(({ policy }) => selects(mapping(policy.object, 'spec.podSelector'), labels))?.policy;
  }

  /** What the policies of `own` open in a direction to or from `other`. */
  between(direction: Direction, own: Endpoint, other: Endpoint): readonly Opening[] {
    return this.openingIndex
      .candidates(keysOf(direction, own.namespace, own.labels, other.labels))
      .filter((opening) => selects(opening.rule.podSelector, own.labels) && this.reaches(opening, other));
  }

  /** Whether an opening is for pods. */
  isFor({ rule }: Opening, { namespace, labels }: Endpoint): boolean {
    return rule.namespace === namespace && selects(rule.podSelector, labels);
  }

  /** Whether the peer of an opening selects pods. */
  reaches({ rule, peer }: Opening, { namespace, labels }: Endpoint): boolean {
    const selector = peer['namespaceSelector'];
    const inside = isMapping(selector)
      ? selects(selector, this.namespaces.labelsOf(namespace))
      : rule.namespace === namespace;
    return inside && selects(mapping(peer, 'podSelector'), labels);
  }

  /** The pods of a namespace that a selector matches; where we do not render them, those that it describes. */
  endpoints(namespace: string, selector: Fields): readonly Endpoint[] {
    const found = this.pods
      .selected(namespace, selector)
      .map((pods) => ({ namespace, labels: pods.labels, ports: containerPortsOf(pods) }));
    if (found.length > 0 || this.namespaces.knowsPodsOf(namespace)) return found;
    return [{ namespace, labels: labelsWantedBy(selector), ports: undefined }];
  }
}

/** A rule with each of its peers that selects pods. */
function openingsOf(rule: PolicyRule): Opening[] {
  return rule.peers.filter((peer) => !Object.hasOwn(peer, 'ipBlock')).map((peer) => ({ rule, peer }));
}

function shuttersOf(policy: Manifest): Shutter[] {
  return (['ingress', 'egress'] as const)
    .filter((direction) => shuts(policy, direction))
    .map((direction) => ({ policy, direction }));
}

/** Labels without which a selector matches nothing. */
function wantedBy(selector: Fields): Labels {
  return strings(selector, 'matchLabels');
}

/** What pods at both ends of an edge must have, or do have, for a policy of that namespace to be about them. */
function keysOf(direction: Direction, namespace: string, own: Labels, other: Labels = {}): readonly string[] {
  const place = `${direction} ${namespace}`;
  const keys = (end: string, labels: Labels) =>
    Object.entries(labels).map(([key, value]) => `${place} ${end} ${key}=${value}`);
  return [place, ...keys('own', own), ...keys('other', other)];
}
