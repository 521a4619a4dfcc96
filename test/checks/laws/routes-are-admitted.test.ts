import { routesAreAdmitted } from '../../../checks/laws/routes-are-admitted';
import { judge } from '../judge';
import { gateway, httpRoute, NAMESPACE, namespace, OPEN_NAMESPACE } from '../objects';
import { spoilt } from '../spoil';

const judged = (route: object, listener: object = {}, ...others: unknown[]) =>
  judge(routesAreAdmitted, [gateway({ ...listener }), OPEN_NAMESPACE, route, ...others]);
const below = (...parentRefs: object[]) =>
  httpRoute('iris', {
    parentRefs: parentRefs.map((one) => ({ name: 'public', namespace: 'gateway', ...one })),
  });

describe('routes-are-admitted', () => {
  test('a route below a listener that lets it in passes', () => {
    expect(judged(httpRoute('iris'))).toEqual([]);
    expect(judged(below({}))).toEqual([]);
    expect(judged(below({ port: 8443 }))).toEqual([]);
  });

  test('the Gateway is rendered', () => {
    expect(judged(below({ name: 'publc' }))).toEqual([
      "HTTPRoute/iris: `parentRefs[0]` must name a Gateway that is rendered, got 'gateway/publc'; correct name or namespace",
    ]);
    expect(judged(httpRoute('iris', { parentRefs: [{ name: 'public' }] }))).toEqual([
      "HTTPRoute/iris: `parentRefs[0]` must name a Gateway that is rendered, got 'production-model-serving/public'; correct name or namespace",
    ]);
  });

  test('the listener is one of the Gateway', () => {
    expect(judged(below({ sectionName: 'htps' }))).toEqual([
      'HTTPRoute/iris: `parentRefs[0]` must name a listener of Gateway \'gateway/public\', got \'htps\'; its listeners are ["http","https"]',
    ]);
    expect(judged(below({ port: 443 }))).toEqual([
      'HTTPRoute/iris: `parentRefs[0]` must name a listener of Gateway \'gateway/public\', got port 443; its listeners are ["http","https"]',
    ]);
  });

  test('the listener lets the namespace in', () => {
    const open = { namespaces: { from: 'All' } };
    const routeOf = (inNamespace: string) => httpRoute('iris', {}, {}, inNamespace);
    expect(judged(routeOf('closed'), {}, namespace('closed'))).toEqual([
      "HTTPRoute/closed/iris: `parentRefs[0]` must name a listener that admits a HTTPRoute of namespace 'closed', got [\"https\"] of Gateway 'gateway/public'; widen its `allowedRoutes` or label the namespace",
    ]);
    expect(judged(routeOf('closed'), { allowedRoutes: open })).toEqual([]);
    expect(judged(routeOf('gateway'), { allowedRoutes: {} })).toEqual([]);
    expect(judged(routeOf('closed'), { allowedRoutes: {} })).toHaveLength(1);
    expect(judged(routeOf('closed'), { allowedRoutes: { namespaces: { from: 'None' } } })).toHaveLength(1);
  });

  test('a selector may go by the name of a namespace, which is a label of each', () => {
    const selector = { matchLabels: { 'kubernetes.io/metadata.name': NAMESPACE } };
    const allowedRoutes = { namespaces: { from: 'Selector', selector } };
    expect(judged(httpRoute('iris'), { allowedRoutes })).toEqual([]);
    expect(judge(routesAreAdmitted, [gateway({ allowedRoutes }), httpRoute('iris')])).toEqual([]);
  });

  test('the listener lets the kind in', () => {
    const kinds = (kind: string) => ({ allowedRoutes: { kinds: [{ kind }], namespaces: { from: 'All' } } });
    expect(judged(httpRoute('iris'), kinds('GRPCRoute'))).toHaveLength(1);
    expect(judged(httpRoute('iris'), kinds('HTTPRoute'))).toEqual([]);
  });

  test.each([
    ['iris.example.com', '*.example.com', true],
    ['eu.iris.example.com', '*.example.com', true],
    ['*.example.com', 'iris.example.com', true],
    ['example.com', '*.example.com', false],
    ['iris.example.org', '*.example.com', false],
    ['iris.example.com', 'wine.example.com', false],
    ['iris.example.com', undefined, true],
  ])('host name %s below a listener for %s: %s', (hostname, listening, passes) => {
    expect(judged(httpRoute('iris', { hostnames: [hostname] }), { hostname: listening })).toHaveLength(
      passes ? 0 : 1,
    );
  });

  test('each host name is one of a listener', () => {
    expect(judged(httpRoute('iris', { hostnames: ['iris.example.com', 'iris.test'] }))).toEqual([
      'HTTPRoute/iris: `hostnames` must agree with the host name of a listener (["*.example.com"]), got \'iris.test\'; use a name within it',
    ]);
  });

  test('each listener serves one of the host names', () => {
    const both = below({ sectionName: 'http' }, { sectionName: 'https' });
    expect(judged(both)).toEqual([]);
    expect(judged(both, { hostname: 'wine.example.com' })).toEqual([
      'HTTPRoute/iris: `parentRefs[1]` and `hostnames` must agree with the host name of a listener (["wine.example.com"]), got ["iris.example.com"]; use a name within it',
    ]);
  });

  test('of several host names each listener serves its own', () => {
    const parentRefs = ['http', 'https'].map((sectionName) => ({
      name: 'public',
      namespace: 'gateway',
      sectionName,
    }));
    const route = httpRoute('iris', { parentRefs, hostnames: ['iris.example.com', 'wine.example.com'] });
    expect(judged(route, { hostname: 'wine.example.com' })).toEqual([]);
  });

  test('a parent of another kind is not ours to judge', () => {
    expect(judged(below({ kind: 'Service', group: '', name: 'iris' }))).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    for (const worse of spoilt([gateway(), OPEN_NAMESPACE, httpRoute('iris')])) {
      expect(() => judge(routesAreAdmitted, worse)).not.toThrow();
    }
  });
});
