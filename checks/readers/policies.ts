import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { namespaceOf } from './namespaces';
import { once } from './once';
import { at, type Fields, list, mapping, mappings, number, text } from './read';

export type Direction = 'ingress' | 'egress';

/** One rule of a NetworkPolicy. */
export interface PolicyRule {
  readonly manifest: Manifest;
  readonly direction: Direction;
  /** The field of the policy: `ingress[0]`. */
  readonly field: string;
  readonly namespace: string;
  /** Selector of the pods that the policy is for. */
  readonly podSelector: Fields;
  /** Who is at the other end; empty for everybody. */
  readonly peers: readonly Fields[];
  /** On which ports; empty for all. */
  readonly ports: readonly PolicyPort[];
}

/** Ports of one protocol as a rule lists them: a number or a name, or a range of numbers. */
export interface PolicyPort {
  readonly protocol: string;
  readonly first: number | string;
  readonly last: number | string;
}

const FIRST_PORT = 1;
const LAST_PORT = 65_535;

/** Where each direction keeps its peers and how `policyTypes` calls it. */
const DIRECTIONS = {
  ingress: { peers: 'from', type: 'Ingress' },
  egress: { peers: 'to', type: 'Egress' },
} as const;

/** The NetworkPolicies of a world. */
export function policiesOf(world: World): readonly Manifest[] {
  return world.ofKind('networking.k8s.io', 'NetworkPolicy');
}

/** Whether a policy shuts a direction for its pods but for what its rules and those of others open. */
export function shuts({ object }: Manifest, direction: Direction): boolean {
  const types = at(object, 'spec.policyTypes');
  if (Array.isArray(types)) return types.includes(DIRECTIONS[direction].type);
  return direction === 'ingress' || list(object, 'spec.egress').length > 0;
}

/** The rules of a policy that count: those of the directions that it shuts. */
export const rulesOf = once((manifest: Manifest): readonly PolicyRule[] => {
  const podSelector = mapping(manifest.object, 'spec.podSelector');
  const namespace = namespaceOf(manifest);
  return (['ingress', 'egress'] as const)
    .filter((direction) => shuts(manifest, direction))
    .flatMap((direction) =>
      list(manifest.object, `spec.${direction}`).map((rule, index) => ({
        manifest,
        direction,
        field: `${direction}[${index}]`,
        namespace,
        podSelector,
        peers: mappings(rule, DIRECTIONS[direction].peers),
        ports: mappings(rule, 'ports').map(portOf),
      })),
    );
});

function portOf(entry: Fields): PolicyPort {
  const port = number(entry, 'port') ?? text(entry, 'port');
  const last = number(entry, 'endPort');
  return {
    protocol: text(entry, 'protocol') ?? 'TCP',
    first: port ?? FIRST_PORT,
    last: last ?? port ?? LAST_PORT,
  };
}

/** Whether a rule opens every port of a protocol. */
export function isEveryPort({ first, last }: PolicyPort): boolean {
  return first === FIRST_PORT && last === LAST_PORT;
}

/** Whether all ports of `inner` are among those of `outer`; a name and a number are taken to agree. */
export function covers(outer: PolicyPort, inner: PolicyPort): boolean {
  if (outer.protocol !== inner.protocol) return false;
  const bounds = [outer.first, inner.first, inner.last, outer.last].filter(
    (port) => typeof port === 'number',
  );
  if (bounds.length === 4)
    return bounds.every((port, index) => index === 0 || (bounds[index - 1] ?? 0) <= port);
  return bounds.length > 0 || outer.first === inner.first;
}

/** Ports as a message shows them: `TCP 3000`, `TCP 8000-8010`. */
export function shownPort({ protocol, first, last }: PolicyPort): string {
  return `${protocol} ${first}${first === last ? '' : `-${last}`}`;
}
