import { routesReachAService } from '../../../checks/laws/routes-reach-a-service';
import { judge } from '../judge';
import { deployment, httpRoute, service } from '../objects';
import { spoilt } from '../spoil';

const to = (backend: object) => httpRoute('iris', {}, { backendRefs: [backend] });
const judged = (route: object, namespaces: string[] = []) =>
  judge(routesReachAService, [deployment('iris'), service('iris'), route], { namespaces });

describe('routes-reach-a-service', () => {
  test('a Service and one of its ports pass', () => {
    expect(judged(httpRoute('iris'))).toEqual([]);
  });

  test('a Service that nobody renders is a breach', () => {
    expect(judged(to({ name: 'irs', port: 3000 }))).toEqual([
      "HTTPRoute/iris: `rules[0].backendRefs[0]` must name a Service that is rendered, got 'production-model-serving/irs'; correct it or render the Service",
    ]);
  });

  test('a port that the Service lacks is a breach', () => {
    expect(judged(to({ name: 'iris', port: 80 }))).toEqual([
      "HTTPRoute/iris: `rules[0].backendRefs[0].port` must be a port of Service 'production-model-serving/iris', got 80; use one of [3000]",
    ]);
    expect(judged(to({ name: 'iris' }))).toHaveLength(1);
  });

  test('a namespace that a chart fills may hold a Service that we do not know', () => {
    const elsewhere = to({ name: 'argocd-server', namespace: 'argocd', port: 443 });
    expect(judged(elsewhere)).toHaveLength(1);
    expect(judged(elsewhere, ['argocd'])).toEqual([]);
  });

  test('a mirror is a backend, too', () => {
    const filters = [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'shadow', port: 1 } } }];
    expect(judged(httpRoute('iris', {}, { filters }))).toHaveLength(1);
  });

  test('a filter without a mirror names no backend', () => {
    const filters = [{ type: 'URLRewrite', urlRewrite: { hostname: 'iris.internal' } }];
    expect(judged(httpRoute('iris', {}, { filters }))).toEqual([]);
  });

  test('another kind of backend is not ours to judge', () => {
    expect(judged(to({ group: 'traefik.io', kind: 'TraefikService', name: 'api@internal' }))).toEqual([]);
    expect(judged(to({ group: 'serving.knative.dev', kind: 'Service', name: 'wine' }))).toEqual([]);
    expect(judged(to({ group: '', kind: 'ServiceImport', name: 'wine' }))).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    for (const worse of spoilt([deployment('iris'), service('iris'), httpRoute('iris')])) {
      expect(() => judge(routesReachAService, worse)).not.toThrow();
    }
  });
});
