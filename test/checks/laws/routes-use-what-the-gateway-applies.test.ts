import { routesUseWhatTheGatewayApplies } from '../../../checks/laws/routes-use-what-the-gateway-applies';
import { judge } from '../judge';
import { gateway, httpRoute, service } from '../objects';
import { spoilt } from '../spoil';

const judged = (route: object, supportedFeatures: string[] = [], ...others: unknown[]) =>
  judge(routesUseWhatTheGatewayApplies, [gateway(), route, ...others], {
    gatewayClasses: [{ name: 'traefik', supportedFeatures }],
  });
const filtered = (filter: object) => ({ filters: [filter] });
const matched = (match: object) => ({ matches: [match] });

describe('routes-use-what-the-gateway-applies', () => {
  test('the core needs no entry', () => {
    const core = httpRoute(
      'iris',
      {},
      {
        matches: [{ path: { type: 'Exact', value: '/a' }, headers: [{ name: 'a', value: 'b' }] }],
        filters: [
          { type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['x'] } },
          { type: 'RequestRedirect', requestRedirect: { hostname: 'a.b', statusCode: 301 } },
        ],
        backendRefs: [{ name: 'iris', port: 3000, weight: 1 }],
      },
    );
    expect(judged(core)).toEqual([]);
  });

  test('a feature that the class does not report is a breach', () => {
    const route = httpRoute('iris', {}, { timeouts: { request: '30s' } });
    expect(judged(route)).toEqual([
      "HTTPRoute/iris: `rules[0].timeouts.request` must be something that GatewayClass 'traefik' applies, got HTTPRouteRequestTimeout, which is not among its supported features; remove it or do it in the application",
    ]);
    expect(judged(route, ['HTTPRouteRequestTimeout'])).toEqual([]);
  });

  test.each([
    ['HTTPRouteBackendTimeout', { timeouts: { backendRequest: '3s' } }],
    ['HTTPRouteNamedRouteRule', { name: 'a' }],
    ['HTTPRouteRetry', { retry: { attempts: 2 } }],
    ['HTTPRouteMethodMatching', matched({ method: 'GET' })],
    ['HTTPRouteQueryParamMatching', matched({ queryParams: [{ name: 'a', value: 'b' }] })],
    ['HTTPRouteResponseHeaderModification', filtered({ responseHeaderModifier: { remove: ['x'] } })],
    ['HTTPRouteRequestMirror', filtered({ requestMirror: { backendRef: { name: 'a', port: 1 } } })],
    ['HTTPRouteSchemeRedirect', filtered({ requestRedirect: { scheme: 'https' } })],
    ['HTTPRoutePortRedirect', filtered({ requestRedirect: { port: 443 } })],
    ['HTTPRoutePathRedirect', filtered({ requestRedirect: { path: { type: 'ReplaceFullPath' } } })],
    ['HTTPRoute303RedirectStatusCode', filtered({ requestRedirect: { statusCode: 303 } })],
    ['HTTPRoute307RedirectStatusCode', filtered({ requestRedirect: { statusCode: 307 } })],
    ['HTTPRoute308RedirectStatusCode', filtered({ requestRedirect: { statusCode: 308 } })],
    ['HTTPRouteHostRewrite', filtered({ urlRewrite: { hostname: 'a.b' } })],
    ['HTTPRoutePathRewrite', filtered({ urlRewrite: { path: { type: 'ReplaceFullPath' } } })],
    ['HTTPRouteCORS', filtered({ cors: { allowOrigins: ['*'] } })],
    [
      'HTTPRouteBackendRequestHeaderModification',
      { backendRefs: [{ name: 'iris', port: 3000, filters: [{ requestHeaderModifier: {} }] }] },
    ],
  ])('%s is a feature', (feature, rule) => {
    const route = httpRoute('iris', {}, rule);
    expect(judged(route)).toHaveLength(1);
    expect(judged(route, [feature])).toEqual([]);
  });

  test.each([
    ['HTTPRouteRequestPercentageMirror', [{ requestMirror: { percent: 10 } }]],
    ['HTTPRouteRequestMultipleMirrors', [{ requestMirror: {} }, { requestMirror: {} }]],
  ])('%s comes on top of the mirror', (feature, filters) => {
    const route = httpRoute('iris', {}, { filters });
    expect(judged(route, ['HTTPRouteRequestMirror'])).toHaveLength(1);
    expect(judged(route, ['HTTPRouteRequestMirror', feature])).toEqual([]);
  });

  test.each([
    ['a regular expression', matched({ path: { type: 'RegularExpression', value: '/.*' } })],
    [
      'a regular expression among others',
      matched({
        headers: [
          { name: 'a', value: 'b' },
          { name: 'c', type: 'RegularExpression', value: '.*' },
        ],
      }),
    ],
    ['a filter of the gateway', filtered({ extensionRef: { group: 'a', kind: 'B', name: 'c' } })],
    ['session persistence', { sessionPersistence: { type: 'Cookie' } }],
  ])('%s has no feature that could promise it', (_, rule) => {
    expect(judged(httpRoute('iris', {}, rule))).toHaveLength(1);
  });

  test('the port of a parent is a feature', () => {
    const parentRefs = [{ name: 'public', namespace: 'gateway', port: 8443 }];
    expect(judged(httpRoute('iris', { parentRefs }))).toHaveLength(1);
    expect(judged(httpRoute('iris', { parentRefs }), ['HTTPRouteParentRefPort'])).toEqual([]);
  });

  test('the protocol of a backend is a feature', () => {
    const grpc = {
      ...service('iris'),
      spec: { ports: [{ port: 3000, appProtocol: 'kubernetes.io/h2c' }] },
    };
    expect(judged(httpRoute('iris'), [], grpc)).toHaveLength(1);
    expect(judged(httpRoute('iris'), ['HTTPRouteBackendProtocolH2C'], grpc)).toEqual([]);
    expect(judged(httpRoute('iris'), [], service('iris'))).toEqual([]);
  });

  test('of a class that nobody knows nothing is said', () => {
    const route = httpRoute('iris', {}, { timeouts: { request: '30s' } });
    expect(judge(routesUseWhatTheGatewayApplies, [gateway(), route])).toEqual([]);
    expect(judge(routesUseWhatTheGatewayApplies, [route])).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    const rule = {
      matches: [{ headers: [{ type: 'RegularExpression' }] }],
      filters: [{ requestRedirect: { statusCode: 308 } }, { requestMirror: { backendRef: {} } }],
      backendRefs: [{ name: 'iris', port: 3000, filters: [{}] }],
    };
    for (const worse of spoilt([gateway(), httpRoute('iris', {}, rule), service('iris')])) {
      const gatewayClasses = [{ name: 'traefik', supportedFeatures: [] }];
      expect(() => judge(routesUseWhatTheGatewayApplies, worse, { gatewayClasses })).not.toThrow();
    }
  });
});
