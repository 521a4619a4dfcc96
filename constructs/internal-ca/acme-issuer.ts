import type { IClusterIssuer } from '@kubernetes-models/cert-manager/cert-manager.io/v1/ClusterIssuer';
import { Construct } from 'constructs';
import type { Ipv4 } from '../../values/cidr';
import { Resource } from '../resource';

/** Name of the ClusterIssuer of a public authority. */
export const ACME_ISSUER = 'acme';

/** Reference of a Certificate to that issuer, as `spec.issuerRef` takes it. */
export const ACME_ISSUER_REF = {
  group: 'cert-manager.io',
  kind: 'ClusterIssuer',
  name: ACME_ISSUER,
} as const;

export interface AcmeIssuerProps {
  /** Directory of the authority. */
  readonly server: string;
  /** Address to which it writes. */
  readonly email: string;
  /** Name server that takes signed updates of the domains. */
  readonly nameServer: Ipv4;
  /** Name of the key that signs the updates. */
  readonly keyName: string;
  /** Where the key itself is, in cert-manager's namespace. */
  readonly keySecret: { readonly name: string; readonly key: string };
}

/**
 * A public authority that takes a record in DNS for a proof, since it gives no wildcard for any other.
 * @see https://cert-manager.io/docs/configuration/acme/dns01/rfc2136/
 */
export class AcmeIssuer extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { server, email, nameServer, keyName, keySecret }: AcmeIssuerProps,
  ) {
    super(scope, id);
    new Resource<IClusterIssuer>(this, 'Issuer', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name: ACME_ISSUER },
      spec: {
        acme: {
          server,
          email,
          privateKeySecretRef: { name: 'acme-account' },
          solvers: [
            {
              dns01: {
                rfc2136: {
                  nameserver: `${nameServer}:53`,
                  tsigKeyName: keyName,
                  tsigAlgorithm: 'HMACSHA512',
                  tsigSecretSecretRef: { ...keySecret },
                },
              },
            },
          ],
        },
      },
    });
  }
}
