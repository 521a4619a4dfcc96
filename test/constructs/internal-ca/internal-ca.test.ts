import { AcmeIssuer, type AcmeIssuerProps } from '../../../constructs/internal-ca/acme-issuer';
import { InternalCa, type InternalCaSettings } from '../../../constructs/internal-ca/internal-ca';
import { INTERNAL_ISSUER_REF, internalCa } from '../../../constructs/internal-ca/props';
import { deepFreeze } from '../../../values/object';
import { parse } from '../../../values/parse';
import type { Everything, Leaf, Row } from '../everything';
import { at, rendered } from '../rendered';

const rollOver: Everything<InternalCaSettings> = {
  namespace: 'cert-manager',
  authorities: ['2026', '2027'],
  signing: '2026',
};

const build = (props: InternalCaSettings) =>
  rendered((chart) => new InternalCa(chart, 'InternalCa', props), null);

describe('an InternalCa', () => {
  const all = build(rollOver);

  test('is one root an authority, an issuer, and a bundle', () => {
    expect(all.names).toEqual([
      'Bundle/internal-ca',
      'Certificate/internal-ca-2026',
      'Certificate/internal-ca-2027',
      'ClusterIssuer/internal-ca',
      'ClusterIssuer/self-signed',
    ]);
  });

  test('each authority is its own root, lives long and keeps its key', () => {
    const { spec } = Object(all.one('Certificate/internal-ca-2027'));
    expect(spec).toMatchObject({
      isCA: true,
      commonName: 'internal-ca-2027',
      secretName: 'internal-ca-2027',
      duration: '87600h0m0s',
      privateKey: { rotationPolicy: 'Never' },
      issuerRef: { kind: 'ClusterIssuer', name: 'self-signed' },
    });
    expect(at(all.one('ClusterIssuer/self-signed'), 'spec')).toEqual({ selfSigned: {} });
    expect(all.one('Certificate/internal-ca-2027').metadata.namespace).toBe('cert-manager');
  });

  test('one signs, by the name that Certificates refer to', () => {
    const issuer = all.one('ClusterIssuer/internal-ca');
    expect(at(issuer, 'spec')).toEqual({ ca: { secretName: 'internal-ca-2026' } });
    expect(INTERNAL_ISSUER_REF).toEqual({
      group: 'cert-manager.io',
      kind: issuer.kind,
      name: issuer.metadata.name,
    });
  });

  test('all are trusted, the one to come as well, in every namespace with the label', () => {
    expect(at(all.one('Bundle'), 'spec')).toEqual({
      sources: ['2026', '2027'].map((year) => ({ secret: { name: `internal-ca-${year}`, key: 'tls.crt' } })),
      target: {
        configMap: { key: 'ca.crt' },
        namespaceSelector: { matchLabels: { 'data-frost.example/internal-ca': 'true' } },
      },
    });
  });

  test('a roll-over changes who signs and nothing else, then takes the old one out', () => {
    const later = build({ ...rollOver, signing: '2027' });
    expect(at(later.one('ClusterIssuer/internal-ca'), 'spec.ca.secretName')).toBe('internal-ca-2027');
    expect(later.one('Bundle')).toEqual(all.one('Bundle'));
    const last = build({ ...rollOver, authorities: ['2027'], signing: '2027' });
    expect(last.names).not.toContain('Certificate/internal-ca-2026');
    expect(at(last.one('Bundle'), 'spec.sources')).toHaveLength(1);
  });

  test('each comes after what it reads', () => {
    const wave = (name: string) =>
      Number(at(all.one(name), ['metadata', 'annotations', 'argocd.argoproj.io/sync-wave']));
    expect(wave('ClusterIssuer/self-signed')).toBeLessThan(wave('Certificate/internal-ca-2026'));
    expect(wave('Certificate/internal-ca-2026')).toBeLessThan(wave('ClusterIssuer/internal-ca'));
    expect(wave('Certificate/internal-ca-2027')).toBeLessThan(wave('Bundle/internal-ca'));
  });

  test('reads its props and never writes them', () => {
    const props = structuredClone(rollOver);
    build(deepFreeze(props));
    expect(props).toEqual(rollOver);
  });

  test.each([
    ['no authority', { authorities: [], signing: '2026' }, '`authorities` must have at least one authority'],
    [
      'a name that no Secret can have',
      { authorities: ['2026'], signing: 'A' },
      "`signing` must be a name of at most 20 lower-case letters, digits and hyphens, got 'A'; use '2026'",
    ],
  ])('refuses %s', (_, props, message) => {
    expect(parse(internalCa, props, 'proxmox')).toEqual({ faults: [{ path: 'proxmox', message }] });
  });
});

const acme: Everything<AcmeIssuerProps> = {
  server: 'https://acme.example.com/directory',
  email: 'platform@example.com',
  nameServer: '10.20.0.53',
  keyName: 'acme.example.com',
  keySecret: { name: 'acme-dns', key: 'tsig-secret' },
};

const DNS = 'spec.acme.solvers.0.dns01.rfc2136';

/** Where each prop arrives. */
const ACME: Readonly<Record<Leaf<AcmeIssuerProps>, Row>> = {
  server: ['ClusterIssuer', 'spec.acme.server', 'https://acme.example.com/directory'],
  email: ['ClusterIssuer', 'spec.acme.email', 'platform@example.com'],
  nameServer: ['ClusterIssuer', `${DNS}.nameserver`, '10.20.0.53:53'],
  keyName: ['ClusterIssuer', `${DNS}.tsigKeyName`, 'acme.example.com'],
  'keySecret.name': ['ClusterIssuer', `${DNS}.tsigSecretSecretRef.name`, 'acme-dns'],
  'keySecret.key': ['ClusterIssuer', `${DNS}.tsigSecretSecretRef.key`, 'tsig-secret'],
};

describe('an AcmeIssuer', () => {
  const all = rendered((chart) => new AcmeIssuer(chart, 'Acme', deepFreeze(structuredClone(acme))), null);

  test('is one issuer', () => {
    expect(all.names).toEqual(['ClusterIssuer/acme']);
  });

  test.each(Object.entries(ACME).map(([prop, row]) => [prop, ...row] as const))(
    '`%s` stands in the %s at %s',
    (_, object, path, value) => {
      expect(at(all.one(object), path)).toEqual(value);
    },
  );
});
