import { inventory } from '../../environments/inventory';
import { resolveInventory } from '../../environments/resolve';
import { changed, withoutKeycloak } from './change';

/** The vault of an environment of the cluster. */
function vaultOf(name: string, of = inventory) {
  const [cluster] = resolveInventory(of);
  return cluster?.environments.find((environment) => environment.name === name)?.vault;
}

describe('the vault of an environment', () => {
  test('is found at one address by what runs in the cluster, and at another by people', () => {
    expect(vaultOf('production')).toMatchObject({
      namespace: 'production-vault',
      url: 'https://openbao-active.production-vault.svc:8200',
      hostname: 'vault.internal.production.data-frost.example',
      consoleUrl: 'https://vault.internal.production.data-frost.example:30444',
      snapshots: { folder: '/production/vault' },
      objectStorage: { port: 443 },
    });
  });

  test('is read by each namespace with secrets, and by Argo CD where its people sign in', () => {
    const readers = (name: string) =>
      vaultOf(name)?.readers.map(({ namespace, clients }) => [namespace, ...clients].join(' '));
    const own = (name: string, models = 'model-serving models') => [
      `${name}-vault vault`,
      `${name}-keycloak`,
      `${name}-${models}`,
      `${name}-batch-jobs`,
    ];
    expect(readers('development')).toEqual(own('development', 'model-serving'));
    expect(readers('staging')).toEqual(own('staging'));
    expect(readers('production')).toEqual([...own('production'), 'argocd argo-cd']);
  });

  test('lets values be generated beside the identity provider, and where people sign in to models', () => {
    const generating = (name: string) => vaultOf(name)?.readers.filter(({ generates }) => generates);
    expect(generating('development')).toMatchObject([{ namespace: 'development-keycloak', provider: true }]);
    expect(generating('staging')).toMatchObject([
      { namespace: 'staging-keycloak', provider: true },
      { namespace: 'staging-model-serving' },
    ]);
    expect(generating('staging')?.[1]).not.toHaveProperty('provider');
  });

  test('knows no issuer, and reads no secret for one, without an identity provider', () => {
    const alone = vaultOf('staging', withoutKeycloak());
    expect(vaultOf('staging')?.issuer).toBe('https://id.staging.data-frost.example/realms/staging');
    expect(alone).not.toHaveProperty('issuer');
    expect(alone?.readers.map(({ namespace }) => namespace)).toEqual([
      'staging-model-serving',
      'staging-batch-jobs',
    ]);
  });

  test('is reached by the port that its object storage names', () => {
    const endpoint = changed('staging.objectStorage.endpoint', 'http://10.20.1.10:9000');
    expect(vaultOf('staging', endpoint)?.objectStorage.port).toBe(9000);
    expect(
      vaultOf('staging', changed('staging.objectStorage.endpoint', 'http://s3.example.com'))?.objectStorage
        .port,
    ).toBe(80);
  });

  test('is not there where nobody asked for one', () => {
    const none = changed('staging.vault', undefined, withoutKeycloak());
    expect(vaultOf('staging', none)).toBeUndefined();
  });
});
