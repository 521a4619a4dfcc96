import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate';
import { INTERNAL_ISSUER_REF } from '../internal-ca/props';
import { ACTIVE_SERVICE, PEERS_SERVICE, TLS_SECRET, VAULT } from './props';

/**
 * The certificate of all nodes: every name by which a node or a Service is called, so that a peer, a client and a person
 * in the container find it good. Renewed a month before its end with a new key; the nodes read it again by themselves.
 * @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateSpec
 */
export function certificateOf(namespace: string): ICertificate {
  const names = [VAULT, ACTIVE_SERVICE, `*.${PEERS_SERVICE}`];
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: TLS_SECRET, namespace },
    spec: {
      secretName: TLS_SECRET,
      issuerRef: { ...INTERNAL_ISSUER_REF },
      commonName: VAULT,
      dnsNames: [
        ...names.flatMap((name) => [name, `${name}.${namespace}`, `${name}.${namespace}.svc`]),
        'localhost',
      ],
      ipAddresses: ['127.0.0.1'],
      usages: ['digital signature', 'key encipherment', 'server auth', 'client auth'],
      duration: '2160h',
      renewBefore: '720h',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
    },
  };
}
