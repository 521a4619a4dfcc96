import type { VaultStateProps } from '../../reconcilers/vault/state';

/** A vault's state with one of everything. */
export function vaultFixture(clientSecretFile: string, discoveryCaFile: string): VaultStateProps {
  return {
    policies: [
      {
        name: 'team-a',
        rules: [
          { path: 'kv/data/team-a/*', capabilities: ['read'] },
          { path: 'kv/metadata/team-a/*', capabilities: ['read', 'list'] },
        ],
      },
      { name: 'operators', rules: [{ path: 'kv/metadata/*', capabilities: ['list'] }] },
    ],
    kubernetesRoles: [
      { name: 'team-a', serviceAccounts: ['external-secrets'], namespaces: ['team-a'], policies: ['team-a'] },
    ],
    oidc: {
      discoveryUrl: 'https://id.example.test/realms/platform',
      clientId: 'vault',
      clientSecretFile,
      discoveryCaFile,
      defaultRole: 'people',
      roles: [
        {
          name: 'people',
          allowedRedirectUris: ['https://vault.example.test/ui/vault/auth/oidc/oidc/callback'],
        },
      ],
    },
    groups: [{ name: 'platform-operators', policies: ['operators'] }],
  };
}
