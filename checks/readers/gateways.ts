import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { type Namespaces, namespaceOf } from './namespaces';
import { at, type Fields, list, mappings, number, text } from './read';
import { selects } from './selectors';

/** API group of the Gateway API. */
export const GATEWAY_API = 'gateway.networking.k8s.io';

const ROUTE_KINDS = ['HTTPRoute', 'GRPCRoute', 'TLSRoute'] as const;

/** A Gateway that a route wants to hang below. */
export interface Parent {
  /** The field of the route: `parentRefs[0]`. */
  readonly field: string;
  readonly reference: Fields;
  /** `<namespace>/<name>` of the Gateway. */
  readonly called: string;
  /** The Gateway; undefined where nobody renders it. */
  readonly gateway: Manifest | undefined;
  /** Its listeners that the reference means: all, or those of a name or a port. */
  readonly listeners: readonly Fields[];
}

/** The routes of a world that hang below Gateways. */
export function routesOf(world: World): Manifest[] {
  return ROUTE_KINDS.flatMap((kind) => world.ofKind(GATEWAY_API, kind));
}

/** The Gateways above a route; parents of other kinds, such as Services, are passed over. */
export function parentsOf(route: Manifest, world: World): Parent[] {
  return mappings(route.object, 'spec.parentRefs').flatMap((reference, index) => {
    if ((text(reference, 'kind') ?? 'Gateway') !== 'Gateway') return [];
    const namespace = text(reference, 'namespace') ?? route.object.metadata.namespace;
    const name = text(reference, 'name') ?? '';
    const gateway = world.find(GATEWAY_API, 'Gateway', namespace, name);
    const listeners = gateway === undefined ? [] : mappings(gateway.object, 'spec.listeners');
    const called = `${namespace ?? 'default'}/${name}`;
    const meant = listeners.filter((listener) => means(reference, listener));
    return [{ field: `parentRefs[${index}]`, reference, called, gateway, listeners: meant }];
  });
}

function means(reference: Fields, listener: Fields): boolean {
  const section = text(reference, 'sectionName');
  const port = number(reference, 'port');
  return (
    (section === undefined || text(listener, 'name') === section) &&
    (port === undefined || number(listener, 'port') === port)
  );
}

/**
 * Whether a listener of a Gateway lets a route of that kind and namespace in.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes
 */
export function admits(
  listener: Fields,
  gateway: Manifest,
  route: Manifest,
  namespaces: Namespaces,
): boolean {
  const kinds = mappings(listener, 'allowedRoutes.kinds').map((allowed) => text(allowed, 'kind'));
  if (kinds.length > 0 && !kinds.includes(route.object.kind)) return false;
  switch (text(listener, 'allowedRoutes.namespaces.from') ?? 'Same') {
    case 'All':
      return true;
    case 'Same':
      return namespaceOf(gateway) === namespaceOf(route);
    case 'Selector':
      return selects(
        at(listener, 'allowedRoutes.namespaces.selector'),
        namespaces.labelsOf(namespaceOf(route)),
      );
    default:
      return false;
  }
}

/** Host names of a route; empty where it takes those of its listeners. */
export function hostnamesOf(route: Manifest): readonly string[] {
  return list(route.object, 'spec.hostnames').filter((hostname) => typeof hostname === 'string');
}

/** Whether a request can be for both host names; `*.example.com` stands for any name below it, none for any at all. */
export function hostnamesMeet(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || one === '' || other === '') return true;
  return one === other || isBelow(one, other) || isBelow(other, one);
}

function isBelow(hostname: string, wildcard: string): boolean {
  return wildcard.startsWith('*.') && hostname.endsWith(wildcard.slice(1));
}
