import { listenerHostsAreCertified } from '../../../checks/laws/listener-hosts-are-certified';
import { judge } from '../judge';
import { gateway, httpRoute, object } from '../objects';
import { spoilt } from '../spoil';

const certificate = (...dnsNames: string[]) =>
  object(
    'cert-manager.io/v1',
    'Certificate',
    'public',
    { spec: { secretName: 'public-tls', dnsNames } },
    'gateway',
  );
const route = (hostname: string) => httpRoute('id', { hostnames: [hostname] });
const judged = (...objects: unknown[]) => judge(listenerHostsAreCertified, [gateway(), ...objects]);
const fault = (object: string, host: string, names: string) =>
  `${object}: host name '${host}' must be one that the certificate of listener 'https' covers, got ${names}; add it to the Certificate or take another`;

describe('listener-hosts-are-certified', () => {
  test('a certificate of the host names of a listener and of its routes passes', () => {
    expect(judged(certificate('*.example.com'), route('id.example.com'))).toEqual([]);
  });

  test('a listener with another name fails', () => {
    expect(judged(certificate('*.example.org'))).toEqual([
      fault('Gateway/gateway/public', '*.example.com', '["*.example.org"]'),
    ]);
    expect(judged(certificate('id.example.com'))).toHaveLength(1);
  });

  test('a route below it with one label more fails', () => {
    const host = 'id.internal.example.com';
    expect(judged(certificate('*.example.com'), route(host))).toEqual([
      fault('HTTPRoute/id', host, '["*.example.com"]'),
    ]);
    expect(judged(certificate('*.example.com', '*.internal.example.com'), route(host))).toEqual([]);
  });

  test('a route of another domain is not taken, and so not meant', () => {
    expect(judged(certificate('*.example.com'), route('id.example.org'))).toEqual([]);
  });

  test('a certificate that nobody renders has names that nobody knows', () => {
    expect(judged(route('id.internal.example.com'))).toEqual([]);
    const elsewhere = { ...certificate('*.example.org'), metadata: { name: 'public', namespace: 'other' } };
    expect(judged(elsewhere)).toEqual([]);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([gateway(), certificate('*.example.com'), route('id.example.com')]))
      expect(judge(listenerHostsAreCertified, objects)).toBeInstanceOf(Array);
  });
});
