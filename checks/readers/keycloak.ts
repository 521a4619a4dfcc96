import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { backendsOf } from './backends';
import { GATEWAY_API } from './gateways';
import { once } from './once';
import type { Pods } from './pods';
import { at, type Fields, list, mapping, mappings, text } from './read';
import { finds } from './selectors';
import { serviceSelectorOf } from './service-selector';

/** Servers of Keycloak, whoever rendered them. */
export interface KeycloakServers {
  readonly pods: Pods;
  /** The container that serves. */
  readonly container: Fields;
  /** Its options by variable: `KC_HOSTNAME`; those that come from elsewhere are empty. */
  readonly options: Readonly<Record<string, string>>;
}

/** Every workload that serves Keycloak: its container is told so by variables, or has an image of that name. */
export const keycloakServersOf = once((world: World): readonly KeycloakServers[] =>
  world.pods.filter(({ serves }) => serves).flatMap(serversIn),
);

function serversIn(pods: Pods): readonly KeycloakServers[] {
  return mappings(pods.spec, 'containers').flatMap((container) => {
    const options = optionsOf(container);
    const named = /(^|\/)keycloak(:[^/]*)?(@|$)/.test(text(container, 'image') ?? '');
    const told = Object.keys(options).some((name) => name.startsWith('KC_DB') || name.startsWith('KC_HOST'));
    return named || told ? [{ pods, container, options }] : [];
  });
}

/** Variables of a container by name; the value is empty where it comes from elsewhere. */
export function optionsOf(container: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(
    mappings(container, 'env').flatMap((variable) => {
      const name = text(variable, 'name');
      return name === undefined ? [] : [[name, text(variable, 'value') ?? '']];
    }),
  );
}

/** Command and arguments of a container, one text. */
export function commandOf(container: Fields): string {
  return [...list(container, 'command'), ...list(container, 'args')].join(' ');
}

/** The routes that lead to the servers, by a Service that selects them. */
export function routesTo(world: World, { pods }: KeycloakServers): readonly Manifest[] {
  return world.ofKind(GATEWAY_API, 'HTTPRoute').filter((route) =>
    [...backendsOf(route)].some(({ namespace, name }) => {
      const service = world.find('', 'Service', namespace, name);
      const matchLabels = serviceSelectorOf(service?.object);
      return (
        namespace === pods.namespace && Object.keys(matchLabels).length > 0 && finds({ matchLabels }, pods)
      );
    }),
  );
}

/** Host of an option that is a URL or a host name; undefined where it is not set. */
export function hostOf(option: string | undefined): string | undefined {
  const host = (option ?? '').replace(/^https?:\/\//, '').replace(/[:/].*$/, '');
  return host === '' ? undefined : host;
}

/** Seconds of a duration as the server reads it: `10`, `10s`, `500ms`, `PT10S`; undefined where it is none. */
export function secondsOf(duration: string): number | undefined {
  const [, amount, unit = 's'] = /^(?:PT)?(\d{1,6})(ms|s|m|h)?$/i.exec(duration) ?? [];
  const factor = { ms: 0.001, s: 1, m: 60, h: 3600 }[unit.toLowerCase()];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}

/** TCP port of pages and API, and that of health and metrics. */
export function portsOf({ options }: KeycloakServers): {
  readonly http: number;
  readonly management: number;
} {
  return {
    http: Number(options['KC_HTTP_PORT'] ?? 8080),
    management: Number(options['KC_HTTP_MANAGEMENT_PORT'] ?? 9000),
  };
}

/** Memory limit of the container as it is written. */
export function memoryLimitOf({ container }: KeycloakServers): unknown {
  return at(mapping(container, 'resources.limits'), 'memory');
}
