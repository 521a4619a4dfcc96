import {
  type Listener,
  PublicGateway,
  type PublicGatewayProps,
} from '../../../constructs/public-gateway/public-gateway';
import { deepFreeze } from '../../../values/object';
import type { Everything, Leaf, Row } from '../everything';
import { at, rendered } from '../rendered';

const minimal: PublicGatewayProps = {
  name: 'public',
  gatewayClassName: 'traefik',
  ports: { http: 8000, https: 8443, private: 8444 },
  listeners: [],
};

const production: Everything<Listener> = {
  name: 'production',
  entryPoint: 'https',
  domain: 'production.example.com',
  certificateSecret: 'production-tls',
  routeNamespaces: ['production-identity', 'production-model-serving'],
};

const everything: Everything<PublicGatewayProps> = {
  name: 'public',
  gatewayClassName: 'traefik',
  ports: { http: 8000, https: 8443, private: 8444 },
  listeners: [
    production,
    {
      name: 'staging',
      entryPoint: 'private',
      domain: 'staging.example.com',
      certificateSecret: 'staging-tls',
      routeNamespaces: ['staging-model-serving'],
    },
  ],
};

const build = (props: PublicGatewayProps) =>
  rendered((chart) => new PublicGateway(chart, 'Gateway', props), 'gateway');

/** Where each prop arrives. */
const EVERYTHING: Readonly<Record<Leaf<PublicGatewayProps>, Row>> = {
  name: ['Gateway', 'metadata.name', 'public'],
  gatewayClassName: ['Gateway', 'spec.gatewayClassName', 'traefik'],
  'ports.http': ['Gateway', 'spec.listeners.0.port', 8000],
  'ports.https': ['Gateway', 'spec.listeners.1.port', 8443],
  'ports.private': ['Gateway', 'spec.listeners.2.port', 8444],
  listeners: ['Gateway', 'spec.listeners.length', 3],
};

const LISTENER = 'spec.listeners.1';
/** Where each key of a listener arrives. */
const PRODUCTION: Readonly<Record<Leaf<Listener>, Row>> = {
  name: ['Gateway', `${LISTENER}.name`, 'production'],
  entryPoint: ['Gateway', `${LISTENER}.port`, 8443],
  domain: ['Gateway', `${LISTENER}.hostname`, '*.production.example.com'],
  certificateSecret: [
    'Gateway',
    `${LISTENER}.tls.certificateRefs`,
    [{ group: '', kind: 'Secret', name: 'production-tls' }],
  ],
  routeNamespaces: [
    'Gateway',
    `${LISTENER}.allowedRoutes.namespaces.selector.matchExpressions`,
    [
      {
        key: 'kubernetes.io/metadata.name',
        operator: 'In',
        values: ['production-identity', 'production-model-serving'],
      },
    ],
  ],
};

describe('a PublicGateway', () => {
  const all = build(everything);

  test.each([{ props: minimal }, { props: everything }])('is a Gateway and one route', ({ props }) => {
    expect(build(props).names).toEqual(['Gateway/public', 'HTTPRoute/redirect-to-https']);
  });

  test.each(
    [...Object.entries(EVERYTHING), ...Object.entries(PRODUCTION)].map(
      ([prop, row]) => [prop, ...row] as const,
    ),
  )('`%s` stands in %s at %p', (_, object, path, value) => {
    expect(at(all.one(object), path)).toEqual(value);
  });

  test('stands in the namespace of its chart', () => {
    for (const { metadata } of all.objects) expect(metadata.namespace).toBe('gateway');
    expect(() => rendered((chart) => new PublicGateway(chart, 'Gateway', minimal), null)).toThrow(
      'production-model-serving/Gateway: the chart must have a namespace; pass `namespace` to its constructor',
    );
  });

  test('ends TLS for a domain, and takes routes of the named namespaces only', () => {
    for (const index of [1, 2]) {
      expect(at(all.one('Gateway'), `spec.listeners.${index}`)).toMatchObject({
        protocol: 'HTTPS',
        tls: { mode: 'Terminate' },
        allowedRoutes: { namespaces: { from: 'Selector' } },
      });
    }
  });

  test('answers plain HTTP by itself alone', () => {
    expect(at(all.one('Gateway'), 'spec.listeners.0')).toEqual({
      name: 'http',
      protocol: 'HTTP',
      port: 8000,
      allowedRoutes: { namespaces: { from: 'Same' } },
    });
  });

  test('sends plain HTTP to HTTPS without naming its port', () => {
    const gateway = all.one('Gateway');
    expect(at(all.one('HTTPRoute'), 'spec')).toEqual({
      parentRefs: [
        {
          group: 'gateway.networking.k8s.io',
          kind: 'Gateway',
          name: gateway.metadata.name,
          sectionName: at(gateway, 'spec.listeners.0.name'),
        },
      ],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }],
        },
      ],
    });
  });

  test('reads its props and never writes them', () => {
    const props = structuredClone(everything);
    build(deepFreeze(props));
    expect(props).toEqual(everything);
  });
});
