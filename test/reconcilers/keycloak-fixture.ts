import type { KeycloakStateProps } from '../../reconcilers/keycloak/state';

/** A realm's state with one of everything. */
export const keycloakFixture = {
  realm: 'platform',
  displayName: 'Platform',
  tokens: { accessTokenSeconds: 240, sessionIdleSeconds: 1200, sessionMaxSeconds: 28_800 },
  login: { resetPassword: true, rememberMe: true },
  bruteForce: { maxFailures: 5 },
  passwordPolicy: { minLength: 14 },
  otpPolicy: { digits: 8 },
  requiredActions: [{ alias: 'CONFIGURE_TOTP', enabled: true, default: true }],
  events: { retentionSeconds: 86_400 },
  smtp: {
    host: 'smtp.example.test',
    from: 'id@example.test',
    login: { user: 'id', passwordKey: 'smtp-password' },
  },
  roles: [{ name: 'operator', description: 'Runs the platform' }],
  groups: [
    { name: 'platform-operators', roles: ['operator'], managementRoles: ['manage-users', 'view-users'] },
    { name: 'readers' },
  ],
  clientScopes: [{ name: 'groups', description: 'Groups of a person', mappers: [{ kind: 'groups' }] }],
  clients: [
    {
      id: 'vault',
      name: 'Vault',
      access: 'confidential',
      redirectUris: [
        'https://vault.internal.example.test/ui/vault/auth/oidc/oidc/callback',
        'http://localhost:8250/oidc/callback',
      ],
      postLogoutRedirectUris: ['https://vault.internal.example.test/ui/'],
      webOrigins: ['https://vault.internal.example.test'],
      defaultScopes: ['basic', 'profile', 'groups'],
      optionalScopes: ['email'],
      mappers: [{ kind: 'audience', audience: 'vault' }],
      accessTokenSeconds: 120,
    },
    { id: 'models', access: 'confidential', signIn: false, serviceAccount: true },
    { id: 'command-line', access: 'public', redirectUris: ['http://localhost:8000/callback'] },
  ],
} satisfies KeycloakStateProps;
