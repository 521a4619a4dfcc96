import type { Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { admits, hostnamesMeet, hostnamesOf, type Parent, parentsOf, routesOf } from '../readers/gateways';
import { type Namespaces, namespaceOf, namespacesOf } from '../readers/namespaces';
import { type Fields, mappings, text } from '../readers/read';
import { shown } from '../readers/show';

/**
 * A route names a Gateway and a listener that let it in: its namespace, its kind and each of its host names. The
 * gateway answers 404 for what it did not let in.
 * @see https://gateway-api.sigs.k8s.io/concepts/api-overview/#attaching-routes-to-gateways
 */
export const routesAreAdmitted: Law = {
  id: 'routes-are-admitted',
  *judge(world): Generator<Breach> {
    const namespaces = namespacesOf(world);
    for (const manifest of routesOf(world)) {
      const parents = parentsOf(manifest, world).map((parent) => attach(parent, manifest, namespaces));
      for (const { fault } of parents) if (fault !== undefined) yield { manifest, message: fault };
      for (const message of hostnameFaults(manifest, parents)) yield { manifest, message };
    }
  },
};

/** Listeners that let a route in, host names aside, or why there are none. */
interface Attachment {
  readonly field: string;
  readonly listeners: readonly Fields[];
  readonly fault?: string;
}

function attach(parent: Parent, route: Manifest, namespaces: Namespaces): Attachment {
  const { field, gateway, called, reference } = parent;
  const none = (fault: string): Attachment => ({ field, listeners: [], fault });
  if (gateway === undefined)
    return none(
      `\`${field}\` must name a Gateway that is rendered, got '${called}'; correct name or namespace`,
    );
  const section = text(reference, 'sectionName');
  const meant = section === undefined ? `port ${shown(reference['port'])}` : shown(section);
  if (parent.listeners.length === 0) {
    const names = mappings(gateway.object, 'spec.listeners').map((listener) => text(listener, 'name'));
    return none(
      `\`${field}\` must name a listener of Gateway '${called}', got ${meant}; its listeners are ${shown(names)}`,
    );
  }
  const listeners = parent.listeners.filter((listener) => admits(listener, gateway, route, namespaces));
  if (listeners.length > 0) return { field, listeners };
  const which = parent.listeners.map((listener) => text(listener, 'name'));
  return none(
    `\`${field}\` must name a listener that admits a ${route.object.kind} of namespace '${namespaceOf(route)}', got ${shown(which)} of Gateway '${called}'; widen its \`allowedRoutes\` or label the namespace`,
  );
}

/** Each host name is one of some listener, and each parent serves one of them. */
function* hostnameFaults(route: Manifest, parents: readonly Attachment[]): Generator<string> {
  const attached = parents.filter(({ listeners }) => listeners.length > 0);
  if (attached.length === 0) return;
  const all = attached.flatMap(({ listeners }) => listeners);
  const [served, lost] = partition(hostnamesOf(route), (hostname) => isServed(hostname, all));
  for (const hostname of lost) yield outside('hostnames', shown(hostname), all);
  if (served.length === 0) return;
  for (const { field, listeners } of attached) {
    if (served.some((hostname) => isServed(hostname, listeners))) continue;
    yield outside(`${field}\` and \`hostnames`, shown(served), listeners);
  }
}

function isServed(hostname: string, listeners: readonly Fields[]): boolean {
  return listeners.some((listener) => hostnamesMeet(hostname, text(listener, 'hostname')));
}

function outside(field: string, got: string, listeners: readonly Fields[]): string {
  const allowed = listeners.map((listener) => text(listener, 'hostname'));
  return `\`${field}\` must agree with the host name of a listener (${shown(allowed)}), got ${got}; use a name within it`;
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
