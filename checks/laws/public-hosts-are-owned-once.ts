import { describe, type Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { GATEWAY_API, hostnamesOf, parentsOf } from '../readers/gateways';
import { namespaceOf } from '../readers/namespaces';
import { at, list, mappings, number, text } from '../readers/read';
import { shown } from '../readers/show';
import type { World } from '../world';

/** What stands for a host name where none is given. */
const ANY = '*';

/**
 * A host name and path behind one listener belong to the routes of one namespace, and a port and host name to one
 * listener: of two owners the older one wins, so which is served depends on the order of their making.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */
export const publicHostsAreOwnedOnce: Law = {
  id: 'public-hosts-are-owned-once',
  *judge(world): Generator<Breach> {
    yield* routeClashes(world);
    yield* listenerClashes(world);
  },
};

function* routeClashes(world: World): Generator<Breach> {
  const owners = new Map<string, Manifest>();
  for (const manifest of world.ofKind(GATEWAY_API, 'HTTPRoute')) {
    const claims = claimsOf(manifest, world);
    const clash = claims.find(({ key }) => isForeign(owners.get(key), manifest));
    for (const { key } of claims) if (!owners.has(key)) owners.set(key, manifest);
    const owner = clash === undefined ? undefined : owners.get(clash.key);
    if (clash === undefined || owner === undefined) continue;
    const message = `\`hostnames\` must not claim what a route of another namespace has, got '${clash.hostname}' with path '${clash.path}', which belongs to ${describe(owner)}; use another host name or path`;
    yield { manifest, message };
  }
}

function isForeign(owner: Manifest | undefined, manifest: Manifest): boolean {
  return owner !== undefined && namespaceOf(owner) !== namespaceOf(manifest);
}

interface Claim {
  readonly key: string;
  readonly hostname: string;
  readonly path: string;
}

/** Each host name and path below each listener that a route asks for. */
function claimsOf(route: Manifest, world: World): Claim[] {
  const paths = mappings(route.object, 'spec.rules').flatMap((rule) => {
    const matches = mappings(rule, 'matches');
    return (matches.length === 0 ? [{}] : matches).map((match) => ({
      type: text(match, 'path.type') ?? 'PathPrefix',
      path: text(match, 'path.value') ?? '/',
    }));
  });
  return parentsOf(route, world).flatMap(({ called, listeners }) =>
    listeners.flatMap((listener) => {
      const own = hostnamesOf(route);
      const hostnames = own.length > 0 ? own : [text(listener, 'hostname') ?? ANY];
      const name = text(listener, 'name');
      return hostnames.flatMap((hostname) =>
        paths.map(({ type, path }) => ({
          key: JSON.stringify([called, name, hostname, type, path]),
          hostname,
          path,
        })),
      );
    }),
  );
}

/** Listeners on one port of the same addresses: each host name once. */
function* listenerClashes(world: World): Generator<Breach> {
  const owners = new Map<string, string>();
  for (const manifest of world.ofKind(GATEWAY_API, 'Gateway')) {
    const addresses = list(manifest.object, 'spec.addresses').map((address) => at(address, 'value'));
    for (const [index, listener] of mappings(manifest.object, 'spec.listeners').entries()) {
      const hostname = text(listener, 'hostname') ?? ANY;
      const port = number(listener, 'port');
      const key = JSON.stringify([at(manifest.object, 'spec.gatewayClassName'), addresses, port, hostname]);
      const owner = owners.get(key);
      if (owner === undefined) {
        owners.set(key, `listener ${shown(text(listener, 'name'))} of ${describe(manifest)}`);
        continue;
      }
      const message = `\`listeners[${index}]\` must not have the port and host name of another, got ${port} and '${hostname}', which ${owner} has too; change one of the two`;
      yield { manifest, message };
    }
  }
}
