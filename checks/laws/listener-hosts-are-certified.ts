import type { Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { certificatesOf, isCovered, namesOf } from '../readers/certificates';
import { GATEWAY_API, hostnamesOf, parentsOf, routesOf } from '../readers/gateways';
import { namespaceOf } from '../readers/namespaces';
import { type Fields, mappings, text } from '../readers/read';
import { shown } from '../readers/show';
import type { World } from '../world';

/**
 * A host that a listener serves over TLS is a name of its certificate, else every browser refuses it. A listener of
 * `*.example.com` takes `a.b.example.com` as well, and a certificate of that name does not. Certificates that nobody
 * renders are not known.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#hostname
 */
export const listenerHostsAreCertified: Law = {
  id: 'listener-hosts-are-certified',
  *judge(world): Generator<Breach> {
    for (const gateway of world.ofKind(GATEWAY_API, 'Gateway')) {
      for (const listener of mappings(gateway.object, 'spec.listeners')) {
        const certificates = certificatesBehind(listener, gateway, world);
        if (certificates.length === 0) continue;
        const names = certificates.flatMap(namesOf);
        const bare = hostsOf(listener, gateway, world).find(
          ([host]) => !names.some((name) => isCovered(host, name)),
        );
        if (bare === undefined) continue;
        const [host, manifest] = bare;
        const message = `host name '${host}' must be one that the certificate of listener ${shown(text(listener, 'name'))} covers, got ${shown(names)}; add it to the Certificate or take another`;
        yield { manifest, message };
      }
    }
  },
};

/** Certificates of a listener that ends TLS; none where one of its Secrets is somebody else's. */
function certificatesBehind(listener: Fields, gateway: Manifest, world: World): readonly Manifest[] {
  const found = mappings(listener, 'tls.certificateRefs').map((reference) =>
    certificatesOf(
      world,
      text(reference, 'namespace') ?? namespaceOf(gateway),
      text(reference, 'name') ?? '',
    ),
  );
  return found.some((some) => some.length === 0) ? [] : found.flat();
}

/** Hosts that a listener serves, with the object that says so: its own, and those of its routes that it takes. */
function hostsOf(
  listener: Fields,
  gateway: Manifest,
  world: World,
): readonly (readonly [host: string, manifest: Manifest])[] {
  const pattern = text(listener, 'hostname');
  const own = pattern === undefined ? [] : [[pattern, gateway] as const];
  const called = `${namespaceOf(gateway)}/${gateway.object.metadata.name}`;
  const taken = routesOf(world)
    .filter((route) =>
      parentsOf(route, world).some(
        (parent) =>
          parent.called === called &&
          parent.listeners.some((one) => text(one, 'name') === text(listener, 'name')),
      ),
    )
    .flatMap((route) =>
      hostnamesOf(route)
        .filter((host) => takes(pattern, host))
        .map((host) => [host, route] as const),
    );
  return [...own, ...taken];
}

/** Whether a listener's host name holds that of a route: `*` stands for any number of labels. */
function takes(pattern: string | undefined, host: string): boolean {
  if (pattern === undefined || pattern === host) return true;
  return pattern.startsWith('*.') && host.endsWith(pattern.slice(1));
}
