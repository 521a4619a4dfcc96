import { referencesAcrossNamespacesAreGranted } from '../../../checks/laws/references-across-namespaces-are-granted';
import { judge } from '../judge';
import { gateway, httpRoute, NAMESPACE, object } from '../objects';
import { spoilt } from '../spoil';

const GATEWAY_API = 'gateway.networking.k8s.io';
const route = httpRoute('iris', {}, { backendRefs: [{ name: 'iris', namespace: 'ml', port: 3000 }] });
const grant = (from: object = {}, to: object = {}, inNamespace = 'ml') =>
  object(
    `${GATEWAY_API}/v1`,
    'ReferenceGrant',
    'models',
    {
      spec: {
        from: [{ group: GATEWAY_API, kind: 'HTTPRoute', namespace: NAMESPACE, ...from }],
        to: [{ group: '', kind: 'Service', ...to }],
      },
    },
    inNamespace,
  );
const judged = (...objects: unknown[]) => judge(referencesAcrossNamespacesAreGranted, objects);

describe('references-across-namespaces-are-granted', () => {
  test('a Service of another namespace needs leave', () => {
    expect(judged(route)).toEqual([
      "HTTPRoute/iris: `rules[0].backendRefs[0]` must not refer to Service 'ml/iris' without leave, got no ReferenceGrant; render one in namespace 'ml' from HTTPRoutes of namespace 'production-model-serving' to the Service",
    ]);
    expect(judged(route, grant())).toEqual([]);
    expect(judged(httpRoute('iris'))).toEqual([]);
  });

  test.each([
    ['for another namespace', grant({ namespace: 'other' })],
    ['for another kind of route', grant({ kind: 'GRPCRoute' })],
    ['to another kind', grant({}, { kind: 'Secret' })],
    ['to another Service', grant({}, { name: 'wine' })],
    ['of another namespace', grant({}, {}, 'other')],
  ])('a grant %s is none', (_, other) => {
    expect(judged(route, other)).toHaveLength(1);
  });

  test('a grant may name the Service', () => {
    expect(judged(route, grant({}, { name: 'iris' }))).toEqual([]);
  });

  test('a grant may be for several and to several, and the group of the core needs no name', () => {
    const from = { group: GATEWAY_API, kind: 'HTTPRoute' };
    const spec = {
      from: [
        { ...from, namespace: 'other' },
        { ...from, namespace: NAMESPACE },
      ],
      to: [{ group: 'apps', kind: 'Deployment' }, { kind: 'Service' }],
    };
    const several = object(`${GATEWAY_API}/v1`, 'ReferenceGrant', 'models', { spec }, 'ml');
    expect(judged(route, several)).toEqual([]);
  });

  test('a certificate of another namespace needs leave', () => {
    const certificateRefs = [{ name: 'tls', namespace: 'certificates' }];
    const reader = gateway({ tls: { certificateRefs } });
    expect(judged(reader)).toEqual([
      "Gateway/gateway/public: `listeners[1].tls.certificateRefs[0]` must not refer to Secret 'certificates/tls' without leave, got no ReferenceGrant; render one in namespace 'certificates' from Gateways of namespace 'gateway' to the Secret",
    ]);
    const leave = grant({ kind: 'Gateway', namespace: 'gateway' }, { kind: 'Secret' }, 'certificates');
    expect(judged(reader, leave)).toEqual([]);
    expect(judged(gateway())).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    for (const worse of spoilt([route, gateway(), grant()])) {
      expect(() => judge(referencesAcrossNamespacesAreGranted, worse)).not.toThrow();
    }
  });
});
