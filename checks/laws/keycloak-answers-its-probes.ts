import type { Breach, Law } from '../law';
import { type KeycloakServers, keycloakServersOf, portsOf } from '../readers/keycloak';
import { PROBES } from '../readers/ports';
import { at, mappings, strings, text } from '../readers/read';
import { LabelIndex } from '../readers/selectors';
import { shown } from '../readers/show';
import type { World } from '../world';

/**
 * Probes and monitors ask Keycloak at the port, below the path and by the scheme at which it answers them, and what they ask
 * for is switched on.
 * @see https://www.keycloak.org/server/management-interface
 */
export const keycloakAnswersItsProbes: Law = {
  id: 'keycloak-answers-its-probes',
  *judge(world): Generator<Breach> {
    for (const servers of keycloakServersOf(world)) {
      const { manifest } = servers.pods;
      for (const message of probeFaults(servers)) yield { manifest, message };
      const isOff = servers.options['KC_METRICS_ENABLED'] !== 'true';
      if (isOff && isScraped(servers, world)) {
        const message = `\`KC_METRICS_ENABLED\` must be 'true' where a ServiceMonitor asks for metrics, got ${shown(servers.options['KC_METRICS_ENABLED'])}`;
        yield { manifest, message };
      }
    }
  },
};

function* probeFaults(servers: KeycloakServers): Generator<string> {
  const { container, options } = servers;
  const base = options['KC_HTTP_MANAGEMENT_RELATIVE_PATH'] ?? options['KC_HTTP_RELATIVE_PATH'] ?? '';
  const root = `${base.replace(/\/$/, '')}/health`;
  const { management } = portsOf(servers);
  const secure =
    options['KC_HTTP_MANAGEMENT_SCHEME'] === 'inherited' && options['KC_HTTP_ENABLED'] !== 'true';
  const scheme = secure ? 'HTTPS' : 'HTTP';
  let asked = false;
  for (const probe of PROBES) {
    const get = at(container, `${probe}.httpGet`);
    const path = text(get, 'path');
    if (path === undefined) continue;
    asked = true;
    if (!path.startsWith(root)) {
      yield `\`${probe}.httpGet.path\` must begin with ${root}, below which Keycloak answers, got ${shown(path)}`;
    }
    const port = portOf(servers, at(get, 'port'));
    if (port !== management) {
      yield `\`${probe}.httpGet.port\` must be the management port ${management}, got ${shown(port)}`;
    }
    const used = text(get, 'scheme') ?? 'HTTP';
    if (used !== scheme) yield `\`${probe}.httpGet.scheme\` must be ${scheme}, got ${shown(used)}`;
  }
  if (asked && options['KC_HEALTH_ENABLED'] !== 'true') {
    yield `\`KC_HEALTH_ENABLED\` must be 'true' where probes ask for health, got ${shown(options['KC_HEALTH_ENABLED'])}`;
  }
}

function portOf({ container }: KeycloakServers, port: unknown): unknown {
  const found = mappings(container, 'ports').find(({ name }) => name === port);
  return found === undefined ? port : found['containerPort'];
}

/** Whether a ServiceMonitor selects a Service in front of the servers. */
function isScraped({ pods }: KeycloakServers, world: World): boolean {
  const services = new LabelIndex(
    world
      .ofKind('', 'Service')
      .filter(({ object }) => object.metadata.namespace === pods.namespace)
      .map(({ object }) => ({
        namespace: pods.namespace,
        labels: strings(object, 'metadata.labels'),
        selector: strings(object, 'spec.selector'),
      })),
  );
  return world
    .ofKind('monitoring.coreos.com', 'ServiceMonitor')
    .some(
      ({ object }) =>
        object.metadata.namespace === pods.namespace &&
        services
          .selected(pods.namespace, at(object, 'spec.selector'))
          .some(({ selector }) => isPartOf(selector, pods.labels)),
    );
}

function isPartOf(part: Readonly<Record<string, string>>, whole: Readonly<Record<string, string>>): boolean {
  const entries = Object.entries(part);
  return entries.length > 0 && entries.every(([key, value]) => whole[key] === value);
}
