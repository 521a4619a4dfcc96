import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { appProtocolOf, backendsOf } from './backends';
import { at, type Fields, mapping, mappings, text } from './read';

/** A part of an HTTPRoute that a gateway need not apply to be conformant. */
export interface FeatureUse {
  /** The field of the route: `rules[0].timeouts.request`. */
  readonly field: string;
  /** Name of the feature as a GatewayClass reports it; undefined for what is each implementation's own affair. */
  readonly feature: string | undefined;
}

/** Fields of a rule, of a match and of each filter that stand for one feature where they are set. */
const RULE: Readonly<Record<string, string | undefined>> = {
  name: 'HTTPRouteNamedRouteRule',
  'timeouts.request': 'HTTPRouteRequestTimeout',
  'timeouts.backendRequest': 'HTTPRouteBackendTimeout',
  retry: 'HTTPRouteRetry',
  sessionPersistence: undefined,
};
const MATCH: Readonly<Record<string, string | undefined>> = {
  method: 'HTTPRouteMethodMatching',
  queryParams: 'HTTPRouteQueryParamMatching',
};
const FILTER: Readonly<Record<string, string | undefined>> = {
  responseHeaderModifier: 'HTTPRouteResponseHeaderModification',
  requestMirror: 'HTTPRouteRequestMirror',
  'requestMirror.percent': 'HTTPRouteRequestPercentageMirror',
  'requestMirror.fraction': 'HTTPRouteRequestPercentageMirror',
  'requestRedirect.scheme': 'HTTPRouteSchemeRedirect',
  'requestRedirect.port': 'HTTPRoutePortRedirect',
  'requestRedirect.path': 'HTTPRoutePathRedirect',
  'urlRewrite.hostname': 'HTTPRouteHostRewrite',
  'urlRewrite.path': 'HTTPRoutePathRewrite',
  cors: 'HTTPRouteCORS',
  extensionRef: undefined,
};

/** Kinds of backend protocols; any other is passed on as plain HTTP. */
const PROTOCOLS: Readonly<Record<string, string>> = {
  'kubernetes.io/h2c': 'HTTPRouteBackendProtocolH2C',
  'kubernetes.io/ws': 'HTTPRouteBackendProtocolWebSocket',
};

/**
 * What an HTTPRoute uses beyond the core of the Gateway API, which every gateway applies.
 * @see https://github.com/kubernetes-sigs/gateway-api/blob/v1.6.3/pkg/features/httproute.go
 */
export function* featuresOf(route: Manifest, world: World): Generator<FeatureUse> {
  for (const [index, parent] of mappings(route.object, 'spec.parentRefs').entries()) {
    yield* usesOf(parent, { port: 'HTTPRouteParentRefPort' }, `parentRefs[${index}]`);
  }
  for (const [index, rule] of mappings(route.object, 'spec.rules').entries()) {
    yield* ofRule(rule, `rules[${index}]`);
  }
  for (const { field, namespace, name, port } of backendsOf(route)) {
    const service = world.find('', 'Service', namespace, name);
    const protocol = service === undefined ? undefined : appProtocolOf(service, port);
    const feature = PROTOCOLS[protocol ?? ''];
    if (feature !== undefined) yield { field, feature };
  }
}

function* ofRule(rule: Fields, field: string): Generator<FeatureUse> {
  yield* usesOf(rule, RULE, field);
  for (const [index, match] of mappings(rule, 'matches').entries()) {
    yield* usesOf(match, MATCH, `${field}.matches[${index}]`);
    yield* expressionsIn(match, `${field}.matches[${index}]`);
  }
  const filters = mappings(rule, 'filters');
  for (const [index, filter] of filters.entries()) yield* ofFilter(filter, `${field}.filters[${index}]`);
  if (filters.filter((filter) => Object.hasOwn(filter, 'requestMirror')).length > 1)
    yield { field: `${field}.filters`, feature: 'HTTPRouteRequestMultipleMirrors' };
  for (const [index, backend] of mappings(rule, 'backendRefs').entries()) {
    for (const [position, filter] of mappings(backend, 'filters').entries()) {
      const known = Object.hasOwn(filter, 'requestHeaderModifier');
      const feature = known ? 'HTTPRouteBackendRequestHeaderModification' : undefined;
      yield { field: `${field}.backendRefs[${index}].filters[${position}]`, feature };
    }
  }
}

function* ofFilter(filter: Fields, field: string): Generator<FeatureUse> {
  yield* usesOf(filter, FILTER, field);
  const status = at(filter, 'requestRedirect.statusCode');
  if (status === 303 || status === 307 || status === 308)
    yield {
      field: `${field}.requestRedirect.statusCode`,
      feature: `HTTPRoute${status}RedirectStatusCode`,
    };
}

/** Which expressions a gateway understands is its own affair. */
function* expressionsIn(match: Fields, field: string): Generator<FeatureUse> {
  const conditions = [
    mapping(match, 'path'),
    ...mappings(match, 'headers'),
    ...mappings(match, 'queryParams'),
  ];
  if (conditions.some((condition) => text(condition, 'type') === 'RegularExpression'))
    yield { field: `${field}.type: RegularExpression`, feature: undefined };
}

function* usesOf(
  from: Fields,
  table: Readonly<Record<string, string | undefined>>,
  field: string,
): Generator<FeatureUse> {
  for (const [path, feature] of Object.entries(table)) {
    if (at(from, path) !== undefined) yield { field: `${field}.${path}`, feature };
  }
}
