import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate';
import type { IClusterIssuer } from '@kubernetes-models/cert-manager/cert-manager.io/v1/ClusterIssuer';
import { Construct } from 'constructs';
import { Resource } from '../resource';
import {
  authoritySecret,
  INTERNAL_CA_BUNDLE,
  INTERNAL_CA_KEY,
  INTERNAL_CA_LABEL,
  INTERNAL_ISSUER,
  type InternalCaProps,
} from './props';

/** Name of the ClusterIssuer whose certificates are signed by their own keys: those of the authorities. */
const SELF_SIGNED = 'self-signed';

/** Ten years: an authority is replaced by roll-over, not by its end. */
const DURATION = '87600h0m0s';

/** A year before its end: time for a roll-over. */
const RENEW_BEFORE = '8760h0m0s';

/** A trust-manager Bundle: no package has its type. @see https://cert-manager.io/docs/trust/trust-manager/api-reference/ */
interface IBundle {
  readonly apiVersion: 'trust.cert-manager.io/v1alpha1';
  readonly kind: 'Bundle';
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly spec: {
    readonly sources: readonly { readonly secret: { readonly name: string; readonly key: string } }[];
    readonly target: {
      readonly configMap: { readonly key: string };
      readonly namespaceSelector: { readonly matchLabels: Readonly<Record<string, string>> };
    };
  };
}

/** The authorities, and where their keys are. */
export interface InternalCaSettings extends InternalCaProps {
  /** Namespace in which cert-manager keeps the Secrets of ClusterIssuers, and from which trust-manager reads. */
  readonly namespace: string;
}

/**
 * The authorities that sign within the cluster: each its own root, one of them behind the ClusterIssuer, all of them in the
 * ConfigMap of every namespace with the label. Its chart must name no namespace, since issuers have none.
 * @see https://cert-manager.io/docs/configuration/ca/
 */
export class InternalCa extends Construct {
  constructor(scope: Construct, id: string, { namespace, authorities, signing }: InternalCaSettings) {
    super(scope, id);
    new Resource(this, 'SelfSigned', issuerOf(SELF_SIGNED, 0, { selfSigned: {} }));
    for (const authority of authorities) new Resource(this, authority, authorityOf(authority, namespace));
    const ca = { secretName: authoritySecret(signing) };
    new Resource(this, 'Issuer', issuerOf(INTERNAL_ISSUER, 2, { ca }));
    new Resource<IBundle>(this, 'Bundle', bundleOf(authorities));
  }
}

/** Each waits for what it reads: until then an issuer is Degraded, which would fail a sync of Argo CD. */
function inWave(wave: number) {
  return { 'argocd.argoproj.io/sync-wave': String(wave) };
}

function issuerOf(name: string, wave: number, spec: IClusterIssuer['spec']): IClusterIssuer {
  const metadata = { name, annotations: inWave(wave) };
  return { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', metadata, spec };
}

/** A renewed authority keeps its key, so that what it signed stays valid: another key is another authority. */
function authorityOf(authority: string, namespace: string): ICertificate {
  const name = authoritySecret(authority);
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace, annotations: inWave(1) },
    spec: {
      isCA: true,
      commonName: name,
      secretName: name,
      duration: DURATION,
      renewBefore: RENEW_BEFORE,
      privateKey: { algorithm: 'ECDSA', size: 384, rotationPolicy: 'Never' },
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: SELF_SIGNED },
    },
  };
}

function bundleOf(authorities: readonly string[]): IBundle {
  return {
    apiVersion: 'trust.cert-manager.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name: INTERNAL_CA_BUNDLE, annotations: inWave(2) },
    spec: {
      sources: authorities.map((authority) => ({
        secret: { name: authoritySecret(authority), key: 'tls.crt' },
      })),
      target: {
        configMap: { key: INTERNAL_CA_KEY },
        namespaceSelector: { matchLabels: { ...INTERNAL_CA_LABEL } },
      },
    },
  };
}
