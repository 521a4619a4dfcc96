import type { Chart } from 'cdk8s';
import { INTERNAL_CA_BUNDLE, INTERNAL_CA_KEY } from '../constructs/internal-ca/props';
import { oidcClientOf } from '../constructs/secrets/props';
import { VaultSecrets } from '../constructs/secrets/vault-secrets';
import { SIGN_IN_SECRET } from '../constructs/vault/props';
import type { Vault } from '../environments/environment';
import { OIDC_CLIENTS } from '../environments/oidc-clients';

/**
 * The secret with which the vault takes part in signing people in. It is made beside the identity provider, which needs the
 * vault itself: were it a part of the vault's own application, each would wait for the other.
 */
export function vaultSignIn(chart: Chart, { url }: Vault): void {
  const { path, property } = oidcClientOf(OIDC_CLIENTS.vault);
  new VaultSecrets(chart, 'Secrets', {
    server: url,
    ca: { configMap: INTERNAL_CA_BUNDLE, key: INTERNAL_CA_KEY },
    imported: [{ name: SIGN_IN_SECRET, path, keys: [{ key: property }] }],
  });
}
