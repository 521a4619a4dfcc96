import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate';
import { Construct } from 'constructs';
import { namespaceOf } from '../namespace';
import { Resource } from '../resource';

export interface DomainCertificateProps {
  /** Name of the Certificate and of the Secret that it fills, in the gateway's namespace. */
  readonly secretName: string;
  /** Domains whose host names, one label deep, it is for. */
  readonly domains: readonly string[];
  /** Who signs it. */
  readonly issuerRef: ICertificate['spec'] extends infer Spec | undefined
    ? Spec extends { issuerRef: infer Reference }
      ? Reference
      : never
    : never;
}

/** Valid for 90 days, as public authorities have it. */
const DURATION = '2160h0m0s';

/** 30 days before its end: time to see that a renewal fails. */
const RENEW_BEFORE = '720h0m0s';

/**
 * The certificate of a gateway's listeners, renewed by cert-manager with a new key each time. Its chart must name a
 * namespace.
 * @see https://cert-manager.io/docs/usage/certificate/
 */
export class DomainCertificate extends Construct {
  constructor(scope: Construct, id: string, { secretName, domains, issuerRef }: DomainCertificateProps) {
    super(scope, id);
    new Resource<ICertificate>(this, 'Certificate', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: secretName, namespace: namespaceOf(this) },
      spec: {
        secretName,
        dnsNames: domains.map((domain) => `*.${domain}`),
        duration: DURATION,
        renewBefore: RENEW_BEFORE,
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        usages: ['digital signature', 'server auth'],
        issuerRef,
      },
    });
  }
}
