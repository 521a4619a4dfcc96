import { publicHostsAreOwnedOnce } from '../../../checks/laws/public-hosts-are-owned-once';
import { judge } from '../judge';
import { gateway, httpRoute, object } from '../objects';
import { spoilt } from '../spoil';

const judged = (...objects: unknown[]) => judge(publicHostsAreOwnedOnce, [gateway(), ...objects]);
const theirs = (fields: object = {}, rule: object = {}) =>
  httpRoute('wine', { hostnames: ['iris.example.com'], ...fields }, { ...rule }, 'staging-model-serving');

describe('public-hosts-are-owned-once', () => {
  test('a host name and path of two namespaces is a breach', () => {
    expect(judged(httpRoute('iris'), theirs())).toEqual([
      "HTTPRoute/staging-model-serving/wine: `hostnames` must not claim what a route of another namespace has, got 'iris.example.com' with path '/', which belongs to production/model-serving/HTTPRoute/iris; use another host name or path",
    ]);
    expect(judged(httpRoute('iris'), httpRoute('wine', {}, {}, 'staging-model-serving'))).toEqual([]);
  });

  test('another path, listener or sort of path is another claim', () => {
    const path = (type: string, value: string) => ({ matches: [{ path: { type, value } }] });
    expect(judged(httpRoute('iris'), theirs({}, path('PathPrefix', '/wine')))).toEqual([]);
    expect(judged(httpRoute('iris'), theirs({}, path('Exact', '/')))).toEqual([]);
    expect(judged(httpRoute('iris'), theirs({}, { matches: undefined }))).toHaveLength(1);
    const parentRefs = [{ name: 'public', namespace: 'gateway', sectionName: 'http' }];
    expect(judged(httpRoute('iris'), theirs({ parentRefs }))).toEqual([]);
    const all = [{ name: 'public', namespace: 'gateway' }];
    expect(judged(httpRoute('iris'), theirs({ parentRefs: all }))).toHaveLength(1);
  });

  test("routes without host names claim their listener's", () => {
    expect(judged(httpRoute('iris', { hostnames: [] }), theirs({ hostnames: [] }))).toHaveLength(1);
    expect(judged(httpRoute('iris', { hostnames: [] }), theirs())).toEqual([]);
  });

  test('a listener without a host name has any', () => {
    const open = gateway({ hostname: undefined });
    const routes = [httpRoute('iris', { hostnames: [] }), theirs({ hostnames: [] })];
    expect(judge(publicHostsAreOwnedOnce, [open, ...routes])).toEqual([
      expect.stringContaining("got '*' with path '/'"),
    ]);
  });

  test('routes of one namespace share as they like', () => {
    expect(judged(httpRoute('iris'), httpRoute('wine', { hostnames: ['iris.example.com'] }))).toEqual([]);
  });

  test('two listeners with one port and host name clash', () => {
    const spec = (fields: object = {}) => ({
      spec: {
        gatewayClassName: 'traefik',
        listeners: [{ name: 'tls', port: 8443, protocol: 'HTTPS', hostname: '*.example.com' }],
        ...fields,
      },
    });
    const other = (fields: object = {}) =>
      object('gateway.networking.k8s.io/v1', 'Gateway', 'other', spec(fields), 'gateway');
    expect(judged(other())).toEqual([
      "Gateway/gateway/other: `listeners[0]` must not have the port and host name of another, got 8443 and '*.example.com', which listener 'https' of production/model-serving/Gateway/gateway/public has too; change one of the two",
    ]);
    expect(judged(other({ gatewayClassName: 'internal' }))).toEqual([]);
    expect(judged(other({ addresses: [{ value: '10.0.0.9' }] }))).toEqual([]);
    expect(judge(publicHostsAreOwnedOnce, [gateway({ port: 8000 })])).toHaveLength(1);
    expect(judge(publicHostsAreOwnedOnce, [gateway({ port: 8000, hostname: 'a.b' })])).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    const objects = [gateway({}, { addresses: [{ value: '10.0.0.9' }] }), httpRoute('iris'), theirs()];
    for (const worse of spoilt(objects)) {
      expect(() => judge(publicHostsAreOwnedOnce, worse)).not.toThrow();
    }
  });
});
