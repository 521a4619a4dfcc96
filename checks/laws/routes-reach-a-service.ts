import type { Breach, Law } from '../law';
import { type Backend, backendsOf } from '../readers/backends';
import { routesOf } from '../readers/gateways';
import { type Namespaces, namespacesOf } from '../readers/namespaces';
import { mappings, number } from '../readers/read';
import { shown } from '../readers/show';
import type { World } from '../world';

/**
 * A route sends requests to a Service that exists and to a port that it has: for any other the gateway answers 500.
 * Services of namespaces that charts fill are not ours to know.
 */
export const routesReachAService: Law = {
  id: 'routes-reach-a-service',
  *judge(world): Generator<Breach> {
    const namespaces = namespacesOf(world);
    for (const manifest of routesOf(world)) {
      for (const backend of backendsOf(manifest)) {
        if (backend.group !== '' || backend.kind !== 'Service') continue;
        const message = faultOf(backend, world, namespaces);
        if (message !== undefined) yield { manifest, message };
      }
    }
  },
};

function faultOf(backend: Backend, world: World, namespaces: Namespaces): string | undefined {
  const { field, namespace, name, port } = backend;
  const place = namespace ?? 'default';
  const service = world.find('', 'Service', namespace, name);
  if (service === undefined) {
    if (namespaces.has(place) && !namespaces.knowsPodsOf(place)) return undefined;
    return `\`${field}\` must name a Service that is rendered, got '${place}/${name}'; correct it or render the Service`;
  }
  const ports = mappings(service.object, 'spec.ports').map((one) => number(one, 'port'));
  if (port !== undefined && ports.includes(port)) return undefined;
  return `\`${field}.port\` must be a port of Service '${place}/${name}', got ${shown(port)}; use one of ${shown(ports)}`;
}
