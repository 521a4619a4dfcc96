import type { Resource } from '../engine/resource';
import { policyText, type VaultMounts } from './policies';
import type { VaultState } from './state';

/** What a file of the pod holds; undefined while it is not there. */
export type ReadFile = (path: string) => string | undefined;

type Oidc = NonNullable<VaultState['oidc']>;

/** A state as things that the engine compares, in the words of the vault's API. */
export function resourcesOf(state: VaultState, mounts: VaultMounts, read: ReadFile): readonly Resource[] {
  const { description, maxVersions } = state.kv;
  return [
    { kind: 'engine', name: mounts.kv, fields: { type: 'kv', version: '2', description, maxVersions } },
    ...state.policies.map(({ name, rules }) => ({
      kind: 'policy',
      name,
      fields: { policy: policyText(rules) },
    })),
    ...state.kubernetesRoles.map(kubernetesRole),
    ...(state.oidc === undefined ? [] : oidcResources(state.oidc, mounts.oidc, read)),
    ...state.groups.map(({ name, policies }) => ({
      kind: 'group',
      name,
      fields: { type: 'external', policies: [...policies].sort(), alias: name },
    })),
  ];
}

function kubernetesRole(role: VaultState['kubernetesRoles'][number]): Resource {
  return {
    kind: 'kubernetes-role',
    name: role.name,
    fields: {
      bound_service_account_names: [...role.serviceAccounts].sort(),
      bound_service_account_namespaces: [...role.namespaces].sort(),
      token_policies: [...role.policies].sort(),
      audience: role.audience ?? '',
      token_ttl: role.tokenTtlSeconds,
      token_max_ttl: role.tokenMaxTtlSeconds,
      token_no_default_policy: true,
    },
  };
}

/** The method itself can be there before its client's secret is. */
function oidcResources(oidc: Oidc, mount: string, read: ReadFile): readonly Resource[] {
  return [
    {
      kind: 'auth-method',
      name: mount,
      fields: { type: 'oidc', description: '', listing_visibility: 'unauth' },
    },
    oidcConfig(oidc, mount, read),
    ...oidc.roles.map((role) => ({
      kind: 'oidc-role',
      name: role.name,
      fields: {
        role_type: 'oidc',
        user_claim: role.userClaim,
        groups_claim: role.groupsClaim,
        allowed_redirect_uris: [...role.allowedRedirectUris].sort(),
        oidc_scopes: [...role.scopes].sort(),
        token_policies: [...role.policies].sort(),
        token_ttl: role.tokenTtlSeconds,
      },
    })),
  ];
}

function oidcConfig(oidc: Oidc, name: string, read: ReadFile): Resource {
  const { clientId, clientSecretFile, defaultRole, discoveryCaFile, discoveryUrl } = oidc;
  const secret = read(clientSecretFile);
  const ca = discoveryCaFile === undefined ? '' : read(discoveryCaFile);
  const fields = { oidc_discovery_url: discoveryUrl, oidc_client_id: clientId, default_role: defaultRole };
  const kind = 'oidc-config';
  if (secret === undefined) return { kind, name, fields, waitsFor: `the file ${clientSecretFile}` };
  if (ca === undefined) return { kind, name, fields, waitsFor: `the file ${discoveryCaFile}` };
  return {
    kind,
    name,
    fields: { ...fields, oidc_discovery_ca_pem: ca },
    secrets: { oidc_client_secret: secret },
  };
}
