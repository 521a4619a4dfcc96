import type { z } from 'zod';
import { listOf, record, text } from '../../values/schema';

/** Name of the ClusterIssuer that signs certificates for Services within the cluster. */
export const INTERNAL_ISSUER = 'internal-ca';

/** Reference of a Certificate to that issuer, as `spec.issuerRef` takes it. */
export const INTERNAL_ISSUER_REF = {
  group: 'cert-manager.io',
  kind: 'ClusterIssuer',
  name: INTERNAL_ISSUER,
} as const;

/** Name of the trust-manager Bundle, and of the ConfigMap that it makes in every namespace with the label. */
export const INTERNAL_CA_BUNDLE = 'internal-ca';

/** Key of that ConfigMap under which the certificates of all authorities stand, in PEM. */
export const INTERNAL_CA_KEY = 'ca.crt';

/** Label of the namespaces that get the ConfigMap. */
export const INTERNAL_CA_LABEL = { 'data-frost.example/internal-ca': 'true' } as const;

/** Name of the Secret, and of the Certificate, of an authority. */
export function authoritySecret(authority: string): string {
  return `${INTERNAL_ISSUER}-${authority}`;
}

/** Its Secret's name is a DNS label. */
const authority = text(
  (value) => value.length <= 20 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(value),
  'a name of at most 20 lower-case letters, digits and hyphens',
  "'2026'",
);

/** What a person decides about the authorities that sign within the cluster. */
export const internalCa = record({
  /**
   * Names of the authorities that everybody with the bundle trusts, such as the years of their making. Three merges make a
   * roll-over: add one, let it sign, and once no certificate of the old one is left take that out.
   */
  authorities: listOf(authority).refine((value) => value.length > 0, {
    error: 'must have at least one authority',
  }),
  /** The one of them that signs. */
  signing: authority,
});

export type InternalCaProps = z.input<typeof internalCa>;
