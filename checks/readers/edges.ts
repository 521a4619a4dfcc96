import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { describedBy, type Endpoint, endpointOf, keysOf, operatedEndpointOf } from './endpoint';
import { Namespaces, namespaceOf } from './namespaces';
import { once } from './once';
import { operatedPodsOf } from './operated-pods';
import { type Direction, type PolicyRule, policiesOf, rulesOf, shuts } from './policies';
import { type Fields, isMapping, mapping, strings } from './read';
import { finds, LabelIndex, selects } from './selectors';
import { WantedIndex } from './wanted-index';

/** What one rule opens to or from pods that one peer selects. */
export interface Opening {
  readonly rule: PolicyRule;
  readonly peer: Fields;
  /** The pods that the rule is for; none where the namespace is ours and no workload matches. */
  readonly own: readonly Endpoint[];
  /** Namespaces at the other end. */
  readonly peerNamespaces: readonly string[];
  /** Pods at the other end, in all its namespaces. */
  readonly others: readonly Endpoint[];
}

/** A policy that shuts a direction. */
interface Shutter {
  readonly policy: Manifest;
  readonly direction: Direction;
  readonly podSelector: Fields;
}

/** The edges of a world. */
export const edgesOf = once((world: World) => new Edges(world));

/** What the policies of a world open and shut between pods; rules for addresses are no edges between pods. */
class Edges {
  /** Every rule with each of its peers that selects pods. */
  readonly openings: readonly Opening[];
  private readonly namespaces: Namespaces;
  private readonly endpoints: LabelIndex<Endpoint>;
  private readonly selections = new Map<string, readonly Endpoint[]>();
  private readonly openingIndex: WantedIndex<Opening>;
  private readonly shutterIndex: WantedIndex<Shutter>;

  constructor(world: World) {
    this.namespaces = new Namespaces(world);
    this.endpoints = new LabelIndex([
      ...world.pods.map(endpointOf),
      ...operatedPodsOf(world).map(operatedEndpointOf),
    ]);
    const policies = policiesOf(world);
    const rules = policies.flatMap(rulesOf);
    this.openings = rules.flatMap((rule) => this.openingsOf(rule));
    const boundless = rules.filter(({ peers }) => peers.length === 0).map(toEverybody);
    this.openingIndex = new WantedIndex([...this.openings, ...boundless], ({ rule, peer }) => ({
      place: placeOf(rule.direction, rule.namespace),
      keys: [
        ...keysOf('own', strings(rule.podSelector, 'matchLabels')),
        ...keysOf('other', strings(peer, 'podSelector.matchLabels')),
      ],
    }));
    this.shutterIndex = new WantedIndex(
      policies.flatMap(shuttersOf),
      ({ policy, direction, podSelector }) => ({
        place: placeOf(direction, namespaceOf(policy)),
        keys: keysOf('own', strings(podSelector, 'matchLabels')),
      }),
    );
  }

  /** The pods of a namespace that a selector matches; where we do not render them, those that it describes. */
  selected(namespace: string, selector: Fields): readonly Endpoint[] {
    const key = `${namespace} ${JSON.stringify(selector)}`;
    const known = this.selections.get(key) ?? this.select(namespace, selector);
    this.selections.set(key, known);
    return known;
  }

  /** The policy that shuts a direction for pods, or undefined where all is open. */
  shutterOf(direction: Direction, pods: Endpoint): Manifest | undefined {
    const candidates = this.shutterIndex.candidates(placeOf(direction, pods.namespace), pods.keys.own);
    for (const { policy, podSelector } of candidates) if (finds(podSelector, pods)) return policy;
    return undefined;
  }

  /** What the policies of `own` open in a direction to or from `other`. */
  between(direction: Direction, own: Endpoint, other: Endpoint): readonly Opening[] {
    const place = placeOf(direction, own.namespace);
    return [...this.openingIndex.candidates(place, own.keys.own, other.keys.other)].filter(
      (opening) => finds(opening.rule.podSelector, own) && this.reaches(opening, other),
    );
  }

  /** Whether the peer of an opening selects pods. */
  reaches({ rule, peer }: Opening, pods: Endpoint): boolean {
    const selector = peer['namespaceSelector'];
    const inside = isMapping(selector)
      ? selects(selector, this.namespaces.labelsOf(pods.namespace))
      : rule.namespace === pods.namespace;
    return inside && finds(mapping(peer, 'podSelector'), pods);
  }

  private select(namespace: string, selector: Fields): readonly Endpoint[] {
    const found = this.endpoints.selected(namespace, selector);
    if (found.length > 0 || this.namespaces.knowsPodsOf(namespace)) return found;
    return [describedBy(selector, namespace)];
  }

  private openingsOf(rule: PolicyRule): Opening[] {
    const own = this.selected(rule.namespace, rule.podSelector);
    return rule.peers
      .filter((peer) => Object.hasOwn(peer, 'podSelector') || Object.hasOwn(peer, 'namespaceSelector'))
      .map((peer) => {
        const peerNamespaces = this.namespaces.selected(peer['namespaceSelector'], rule.namespace);
        const selector = mapping(peer, 'podSelector');
        const others = peerNamespaces.flatMap((namespace) => this.selected(namespace, selector));
        return { rule, peer, own, peerNamespaces, others };
      });
  }
}

/** A rule without peers opens to all pods; that it does so is told by `policies-name-their-peers`. */
function toEverybody(rule: PolicyRule): Opening {
  return { rule, peer: { namespaceSelector: {} }, own: [], peerNamespaces: [], others: [] };
}

function shuttersOf(policy: Manifest): Shutter[] {
  const podSelector = mapping(policy.object, 'spec.podSelector');
  return (['ingress', 'egress'] as const)
    .filter((direction) => shuts(policy, direction))
    .map((direction) => ({ policy, direction, podSelector }));
}

function placeOf(direction: Direction, namespace: string): string {
  return `${direction} ${namespace}`;
}
