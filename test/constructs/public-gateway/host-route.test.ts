import { HostRoute, type HostRouteProps } from '../../../constructs/public-gateway/host-route';
import { deepFreeze } from '../../../values/object';
import type { Everything, Leaf, Row } from '../everything';
import { at, rendered } from '../rendered';

const props: Everything<HostRouteProps> = {
  name: 'argo-cd',
  hostname: 'argocd.internal.example.com',
  gateway: { name: 'public', namespace: 'gateway' },
  listener: 'production-private',
  service: { name: 'argocd-server', port: 80 },
};

const BACKEND = 'spec.rules.0.backendRefs.0';

/** Where each prop arrives. */
const EVERYTHING: Readonly<Record<Leaf<HostRouteProps>, Row>> = {
  name: ['HTTPRoute', 'metadata.name', 'argo-cd'],
  hostname: ['HTTPRoute', 'spec.hostnames', ['argocd.internal.example.com']],
  'gateway.name': ['HTTPRoute', 'spec.parentRefs.0.name', 'public'],
  'gateway.namespace': ['HTTPRoute', 'spec.parentRefs.0.namespace', 'gateway'],
  listener: ['HTTPRoute', 'spec.parentRefs.0.sectionName', 'production-private'],
  'service.name': ['HTTPRoute', `${BACKEND}.name`, 'argocd-server'],
  'service.port': ['HTTPRoute', `${BACKEND}.port`, 80],
};

describe('a HostRoute', () => {
  const all = rendered(
    (chart) => new HostRoute(chart, 'Route', deepFreeze(structuredClone(props))),
    'argocd',
  );

  test('is one route in the namespace of its Service', () => {
    expect(all.names).toEqual(['HTTPRoute/argo-cd']);
    expect(all.one('HTTPRoute').metadata.namespace).toBe('argocd');
  });

  test.each(Object.entries(EVERYTHING).map(([prop, row]) => [prop, ...row] as const))(
    '`%s` stands in the %s at %s',
    (_, object, path, value) => {
      expect(at(all.one(object), path)).toEqual(value);
    },
  );
});
