import { type VaultStateSettings, vaultStateOf } from '../../../constructs/vault/state';
import { vaultState } from '../../../reconcilers/vault/state';

const settings: VaultStateSettings = {
  namespace: 'production-vault',
  readers: [
    { namespace: 'production-vault', generates: false, clients: ['vault'] },
    { namespace: 'production-keycloak', generates: true, clients: [], provider: true },
    { namespace: 'production-model-serving', generates: false, clients: ['models'] },
  ],
  access: [
    { role: 'operator', group: 'platform-operators' },
    { role: 'editor', group: 'model-developers', namespaces: ['production-model-serving'] },
    { role: 'viewer', group: 'auditors' },
  ],
  signIn: {
    discoveryUrl: 'https://id.example.com/realms/production',
    clientId: 'vault',
    clientSecretFile: '/secrets/vault/client-secret',
    defaultRole: 'people',
    roles: [{ name: 'people', allowedRedirectUris: ['https://vault.example.com/callback'] }],
  },
};

const state = vaultState.parse(vaultStateOf(settings));

/** `capability path` of a policy, one a line. */
function allowed(name: string): readonly string[] {
  const policy = state.policies.find((one) => one.name === name);
  return (policy?.rules ?? []).flatMap(({ path, capabilities }) =>
    capabilities.map((capability) => `${capability} ${path}`),
  );
}

const role = (name: string) => state.kubernetesRoles.find((one) => one.name === name);

/** Without it External Secrets finds no store good. */
const OWN_TOKEN = ['read auth/token/lookup-self', 'update auth/token/revoke-self'];

describe('what a vault is to hold', () => {
  test('a namespace reads its own paths and the secret of its own client, and nothing else', () => {
    expect(allowed('production-model-serving')).toEqual([
      ...OWN_TOKEN,
      'read kv/data/production-model-serving/*',
      'read kv/metadata/production-model-serving/*',
      'read kv/data/oidc-clients/models',
      'read kv/metadata/oidc-clients/models',
    ]);
    expect(role('production-model-serving')).toMatchObject({
      serviceAccounts: ['external-secrets'],
      namespaces: ['production-model-serving'],
      policies: ['production-model-serving'],
    });
  });

  test('a second role writes where values are generated, and nowhere else', () => {
    expect(allowed('production-keycloak-generator')).toEqual([
      ...OWN_TOKEN,
      ...['production-keycloak/*', 'oidc-clients/*'].flatMap((path) =>
        ['data', 'metadata'].flatMap((part) =>
          ['create', 'read', 'update'].map((capability) => `${capability} kv/${part}/${path}`),
        ),
      ),
    ]);
    const generator = state.policies.find(({ name }) => name === 'production-keycloak-generator');
    for (const { path, allowedParameters } of generator?.rules ?? []) {
      expect([path, allowedParameters]).toEqual([
        path,
        path.startsWith('kv/metadata/') ? ['custom_metadata'] : undefined,
      ]);
    }
    expect(role('production-keycloak-generator')?.serviceAccounts).toEqual(['external-secrets-generator']);
    expect(role('production-model-serving-generator')).toBeUndefined();
  });

  test('the secret of a client is read by its one reader and by the provider', () => {
    const readers = state.policies.filter(({ name }) =>
      allowed(name).some((one) => /^read kv\/data\/oidc-clients\/(models|\*)$/.test(one)),
    );
    expect(readers.map(({ name }) => name)).toEqual([
      'production-keycloak',
      'production-keycloak-generator',
      'production-model-serving',
    ]);
  });

  test('nobody may delete: a value that is gone would be made anew', () => {
    for (const { name } of state.policies) {
      expect(allowed(name).filter((one) => one.startsWith('delete '))).toEqual([]);
    }
  });

  test('people look at what is told of a value, and write the value alone', () => {
    for (const name of ['vault-operator', 'production-model-serving-editor', 'viewer']) {
      const metadata = allowed(name).filter((one) => / kv\/metadata/.test(one));
      expect(metadata).not.toEqual([]);
      expect(metadata.filter((one) => !/^(read|list|deny) /.test(one))).toEqual([]);
    }
  });

  test('a token that opens the API server opens no role', () => {
    expect(state.kubernetesRoles.map(({ audience }) => audience)).toEqual(
      state.kubernetesRoles.map(() => 'openbao'),
    );
  });

  test('names alone are for groups that the environment gives them to', () => {
    const [operators, editors] = settings.access;
    if (operators === undefined || editors === undefined) throw new Error('there must be two groups');
    const less = vaultState.parse(vaultStateOf({ ...settings, access: [operators, editors] }));
    expect(state.policies.map(({ name }) => name)).toContain('viewer');
    expect(less.policies.map(({ name }) => name)).not.toContain('viewer');
  });

  test('snapshots are taken with a right to nothing else', () => {
    expect(allowed('openbao-snapshot')).toEqual(['read sys/storage/raft/snapshot']);
    expect(role('openbao-snapshot')).toMatchObject({
      serviceAccounts: ['openbao-snapshot'],
      namespaces: ['production-vault'],
    });
  });

  test('each group has what its role says', () => {
    expect(state.groups).toEqual([
      { name: 'platform-operators', policies: ['vault-operator'] },
      { name: 'model-developers', policies: ['production-model-serving-editor'] },
      { name: 'auditors', policies: ['viewer'] },
    ]);
    expect(allowed('viewer').filter((one) => one.includes('kv/data'))).toEqual([]);
    expect(allowed('production-model-serving-editor')).toContain('update kv/data/production-model-serving/*');
    expect(allowed('production-model-serving-editor').filter((one) => /keycloak|\/\*\*?$/.test(one))).toEqual(
      allowed('production-model-serving-editor').filter((one) => one.endsWith('production-model-serving/*')),
    );
  });

  test('operators do not write what the reconciler keeps of its own', () => {
    expect(allowed('vault-operator')).toContain('deny kv/data/vault-reconcile/owned');
  });

  test('nobody signs in without a provider, and the rest stays', () => {
    const { signIn: _, ...alone } = settings;
    const without = vaultState.parse(vaultStateOf(alone));
    expect(without.oidc).toBeUndefined();
    expect(without.groups).toEqual([]);
    expect(without.kubernetesRoles).toEqual(state.kubernetesRoles);
  });
});
