import {
  DomainCertificate,
  type DomainCertificateProps,
} from '../../../constructs/public-gateway/domain-certificate';
import { deepFreeze } from '../../../values/object';
import type { Everything, Leaf, Row } from '../everything';
import { at, rendered } from '../rendered';

const props = {
  secretName: 'production-tls',
  domains: ['production.example.com', 'internal.production.example.com'],
  issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'internal-ca' },
} satisfies Everything<DomainCertificateProps>;

/** Where each prop arrives. */
const EVERYTHING: Readonly<Record<Leaf<DomainCertificateProps>, Row>> = {
  secretName: ['Certificate/production-tls', 'spec.secretName', 'production-tls'],
  domains: [
    'Certificate',
    'spec.dnsNames',
    ['*.production.example.com', '*.internal.production.example.com'],
  ],
  'issuerRef.group': ['Certificate', 'spec.issuerRef.group', 'cert-manager.io'],
  'issuerRef.kind': ['Certificate', 'spec.issuerRef.kind', 'ClusterIssuer'],
  'issuerRef.name': ['Certificate', 'spec.issuerRef.name', 'internal-ca'],
};

describe('a DomainCertificate', () => {
  const all = rendered(
    (chart) => new DomainCertificate(chart, 'Certificate', deepFreeze(structuredClone(props))),
    'gateway',
  );

  test('is one certificate beside the gateway', () => {
    expect(all.names).toEqual(['Certificate/production-tls']);
    expect(all.one('Certificate').metadata.namespace).toBe('gateway');
  });

  test.each(Object.entries(EVERYTHING).map(([prop, row]) => [prop, ...row] as const))(
    '`%s` stands in the %s at %s',
    (_, object, path, value) => {
      expect(at(all.one(object), path)).toEqual(value);
    },
  );

  test('is renewed in time, each time with a new key', () => {
    expect(at(all.one('Certificate'), 'spec')).toMatchObject({
      duration: '2160h0m0s',
      renewBefore: '720h0m0s',
      privateKey: { rotationPolicy: 'Always' },
    });
  });
});
