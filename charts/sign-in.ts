import type { Chart } from 'cdk8s';
import { INTERNAL_CA_BUNDLE, INTERNAL_CA_KEY } from '../constructs/internal-ca/props';
import { HostRoute } from '../constructs/public-gateway/host-route';
import { oidcClientOf } from '../constructs/secrets/props';
import { VaultSecrets } from '../constructs/secrets/vault-secrets';
import type { Environment, Vault } from '../environments/environment';
import { OIDC_CLIENTS } from '../environments/oidc-clients';
import { ARGOCD_SIGN_IN_SECRET, type ArgoCdSignIn } from '../environments/operators';

/** How people reach Argo CD: its host name for administrators, and the secret of its client at the identity provider. */
export function signIn(
  chart: Chart,
  { gateway }: Environment,
  { url }: Vault,
  { hostname }: ArgoCdSignIn,
): void {
  new HostRoute(chart, 'Route', {
    name: 'argo-cd',
    hostname,
    gateway: gateway.parent,
    listener: gateway.privateListener,
    service: { name: 'argocd-server', port: 80 },
  });
  const { path, property } = oidcClientOf(OIDC_CLIENTS.argoCd);
  new VaultSecrets(chart, 'Secrets', {
    server: url,
    ca: { configMap: INTERNAL_CA_BUNDLE, key: INTERNAL_CA_KEY },
    imported: [
      {
        name: ARGOCD_SIGN_IN_SECRET.name,
        path,
        keys: [{ key: ARGOCD_SIGN_IN_SECRET.key, property }],
        // Argo CD reads values from Secrets with this label alone.
        template: { labels: { 'app.kubernetes.io/part-of': 'argocd' } },
      },
    ],
  });
}
