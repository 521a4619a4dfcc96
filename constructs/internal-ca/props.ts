import { dnsLabel, listOf } from '../../values/schema';

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

/** What a person decides about the authorities that sign within the cluster. */
export const internalCaShape = {
  /**
   * Names of the authorities, such as the year of their making, oldest first. The last one signs; everybody with the
   * bundle trusts all of them. To roll over, append one that does not sign yet, then let it sign, then take the old one out.
   */
  authorities: listOf(dnsLabel(20)),
} as const;
