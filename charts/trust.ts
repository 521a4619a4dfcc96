import type { Chart } from 'cdk8s';
import { AcmeIssuer } from '../constructs/internal-ca/acme-issuer';
import { InternalCa } from '../constructs/internal-ca/internal-ca';
import { ACME_DNS_SECRET } from '../environments/bootstrap';
import type { Cluster } from '../environments/environment';
import { CERT_MANAGER_NAMESPACE } from '../environments/operators';

/** Who signs certificates in the cluster, and whom everybody in it trusts. */
export function trust(chart: Chart, { internalCa, gatewayCertificates }: Cluster): void {
  new InternalCa(chart, 'InternalCa', { namespace: CERT_MANAGER_NAMESPACE, ...internalCa });
  if (gatewayCertificates.issuer === 'internal-ca') return;
  const { issuer: _, ...acme } = gatewayCertificates;
  new AcmeIssuer(chart, 'AcmeIssuer', { ...acme, keySecret: ACME_DNS_SECRET });
}
