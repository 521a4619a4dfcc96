import { groupOf, type Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { GATEWAY_API } from './gateways';
import { type Fields, mapping, mappings, number, text } from './read';

/** A Service or another backend that a route sends requests to. */
export interface Backend {
  /** The field of the route: `rules[0].backendRefs[0]`. */
  readonly field: string;
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly port: number | undefined;
}

/** The backends of a route, mirrors included. */
export function* backendsOf(route: Manifest): Generator<Backend> {
  for (const [index, rule] of mappings(route.object, 'spec.rules').entries()) {
    const field = `rules[${index}]`;
    for (const [position, reference] of mappings(rule, 'backendRefs').entries()) {
      yield backendOf(route, reference, `${field}.backendRefs[${position}]`);
    }
    for (const [position, filter] of mappings(rule, 'filters').entries()) {
      const mirror = mapping(filter, 'requestMirror.backendRef');
      if (Object.keys(mirror).length > 0)
        yield backendOf(route, mirror, `${field}.filters[${position}].requestMirror`);
    }
  }
}

function backendOf({ object }: Manifest, reference: Fields, field: string): Backend {
  return {
    field,
    group: text(reference, 'group') ?? '',
    kind: text(reference, 'kind') ?? 'Service',
    namespace: text(reference, 'namespace') ?? object.metadata.namespace,
    name: text(reference, 'name') ?? '',
    port: number(reference, 'port'),
  };
}

/** Whether a ReferenceGrant in the namespace of what is referred to lets an object of another namespace refer to it. */
export function isGranted(
  world: World,
  from: Manifest,
  to: Pick<Backend, 'group' | 'kind' | 'namespace' | 'name'>,
): boolean {
  return world.ofKind(GATEWAY_API, 'ReferenceGrant').some(({ object }) => {
    if (object.metadata.namespace !== to.namespace) return false;
    const grants = mappings(object, 'spec.from').some(
      (allowed) =>
        allowed['group'] === groupOf(from.object) &&
        allowed['kind'] === from.object.kind &&
        allowed['namespace'] === from.object.metadata.namespace,
    );
    return (
      grants &&
      mappings(object, 'spec.to').some(
        (allowed) =>
          (text(allowed, 'group') ?? '') === to.group &&
          allowed['kind'] === to.kind &&
          (text(allowed, 'name') ?? to.name) === to.name,
      )
    );
  });
}

/** The protocol that a Service names for one of its ports: `kubernetes.io/h2c`. */
export function appProtocolOf(service: Manifest, port: number | undefined): string | undefined {
  const found = mappings(service.object, 'spec.ports').find((one) => number(one, 'port') === port);
  return text(found, 'appProtocol');
}
