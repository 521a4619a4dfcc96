import type { Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { parentsOf } from '../readers/gateways';
import { hostOf, type KeycloakServers, keycloakServersOf, routesTo } from '../readers/keycloak';
import { list, mappings, text } from '../readers/read';
import { shown } from '../readers/show';
import type { World } from '../world';

/** Paths that administrators and monitoring need, and nobody outside. */
const PRIVATE = ['/admin', '/health', '/metrics', '/realms/master'];

/**
 * Keycloak's own host is that of a route, and that route lists the paths that people need: a route cannot leave one out.
 * The console has a host of its own below another listener.
 * @see https://www.keycloak.org/server/reverseproxy#_exposed_path_recommendations
 */
export const keycloakAdminStaysPrivate: Law = {
  id: 'keycloak-admin-stays-private',
  *judge(world): Generator<Breach> {
    for (const servers of keycloakServersOf(world)) yield* faultsOf(servers, world);
  },
};

function* faultsOf(servers: KeycloakServers, world: World): Generator<Breach> {
  const { manifest } = servers.pods;
  const routes = routesTo(world, servers);
  const publicHost = hostOf(servers.options['KC_HOSTNAME']);
  const adminHost = hostOf(servers.options['KC_HOSTNAME_ADMIN']);
  if (publicHost === undefined) {
    const message =
      '`KC_HOSTNAME` must be set: without it every request may name its own issuer, got nothing';
    yield { manifest, message };
    return;
  }
  const open = routes.filter((route) => hostsOf(route).includes(publicHost));
  if (open.length === 0 && routes.length > 0) {
    const hosts = routes.flatMap(hostsOf);
    const message = `\`KC_HOSTNAME\` must be the host of a route to these pods, got ${shown(publicHost)}; their routes have ${shown(hosts)}`;
    yield { manifest, message };
  }
  if (adminHost === publicHost) {
    const message = `\`KC_HOSTNAME_ADMIN\` must be another host than \`KC_HOSTNAME\`, got ${shown(adminHost)} for both`;
    yield { manifest, message };
  }
  for (const route of routes) {
    const isAdmin = adminHost !== undefined && hostsOf(route).every((host) => host === adminHost);
    if (!isAdmin) yield* pathFaults(route);
    else if (open.some((other) => sharesListener(route, other, world)))
      yield { manifest: route, message: SHARED };
  }
}

const SHARED =
  '`parentRefs` must name another listener than the public route does: the console is for administrators alone';

function* pathFaults(route: Manifest): Generator<Breach> {
  for (const [index, rule] of mappings(route.object, 'spec.rules').entries()) {
    const matches = mappings(rule, 'matches');
    for (const match of matches.length === 0 ? [{}] : matches) {
      const path = text(match, 'path.value') ?? '/';
      const kind = text(match, 'path.type') ?? 'PathPrefix';
      const reached = PRIVATE.filter((one) => reaches(kind, path, one));
      if (reached.length === 0) continue;
      const message = `\`rules[${index}].matches\` must not reach ${reached.join(', ')} from outside, got ${kind} ${shown(path)}; list the paths that people need, such as /realms/<realm> and /resources`;
      yield { manifest: route, message };
    }
  }
}

/** Whether a match takes a path or something below it. What an expression takes nobody can say, so it takes all. */
function reaches(kind: string, path: string, wanted: string): boolean {
  if (kind === 'RegularExpression') return true;
  const own = path.replace(/\/$/, '');
  const below = own === wanted || own.startsWith(`${wanted}/`);
  return below || (kind !== 'Exact' && (own === '' || wanted.startsWith(`${own}/`)));
}

function hostsOf({ object }: Manifest): readonly string[] {
  return list(object, 'spec.hostnames').filter((host) => typeof host === 'string');
}

function sharesListener(one: Manifest, other: Manifest, world: World): boolean {
  const names = (route: Manifest) =>
    parentsOf(route, world).flatMap(({ called, listeners }) =>
      listeners.map((listener) => `${called}/${text(listener, 'name')}`),
    );
  const taken = names(other);
  return names(one).some((name) => taken.includes(name));
}
