import { INTERNAL_CA_BUNDLE } from '../../constructs/internal-ca/props';
import type { ClusterValues } from '../cluster-spec';

/** Secret with the secret of Argo CD's client, which External Secrets makes. */
export const ARGOCD_SIGN_IN_SECRET = { name: 'argo-cd-oidc', key: 'client-secret' } as const;

/** How people sign in to Argo CD: at the identity provider of the platform's environment. */
export interface ArgoCdSignIn {
  /** Host name for people, on the private listener. */
  readonly hostname: string;
  /** URL at which people reach it. */
  readonly url: string;
  /** Issuer of their tokens. */
  readonly issuer: string;
  /** Id of its client there. */
  readonly clientId: string;
  /** Which groups may do what; others may do nothing. */
  readonly access: ClusterValues['administration']['argoCd'];
  /** Whether the issuer's certificate is of the cluster's own authority. */
  readonly internalCa: boolean;
}

/** Folder in the pods of the server with the certificates of the internal authorities. */
const CA_FOLDER = '/etc/internal-ca';

/**
 * Chart values for it. TLS ends at the gateway. There is no local administrator: whoever may not sign in uses
 * `argocd --core` with the rights of a kubeconfig.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/user-management/keycloak/
 */
export function signInValues({ url, issuer, clientId, access, internalCa }: ArgoCdSignIn) {
  const config = {
    name: 'Keycloak',
    issuer,
    clientID: clientId,
    clientSecret: `$${ARGOCD_SIGN_IN_SECRET.name}:${ARGOCD_SIGN_IN_SECRET.key}`,
    requestedScopes: ['openid', 'profile', 'email'],
    enablePKCEAuthentication: true,
  };
  const grants = access.map(({ group, role }) => `g, ${group}, role:${role}\n`);
  return {
    cm: { url, 'admin.enabled': 'false', 'oidc.config': JSON.stringify(config) },
    params: { 'server.insecure': 'true' },
    rbac: { 'policy.default': '', 'policy.csv': grants.join(''), scopes: '[groups]' },
    server: internalCa ? trustOf() : {},
  };
}

/** Go adds the certificates in the folders of this variable to those that it comes with. */
function trustOf() {
  return {
    env: [{ name: 'SSL_CERT_DIR', value: `/etc/ssl/certs:${CA_FOLDER}` }],
    // Optional: Argo CD runs before there is an authority.
    volumes: [{ name: INTERNAL_CA_BUNDLE, configMap: { name: INTERNAL_CA_BUNDLE, optional: true } }],
    volumeMounts: [{ name: INTERNAL_CA_BUNDLE, mountPath: CA_FOLDER, readOnly: true }],
  };
}
