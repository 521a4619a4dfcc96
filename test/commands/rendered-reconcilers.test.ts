import { renderCluster } from '../../app';
import { reconcilersOf } from '../../commands/rendered-reconcilers';
import { Reconciler } from '../../constructs/reconciler/reconciler';
import { inventory } from '../../environments/inventory';
import { resolveInventory } from '../../environments/resolve';
import { programText } from '../../reconcilers/bundle';
import { everything, minimal } from '../constructs/reconciler/fixtures';
import { rendered } from '../constructs/rendered';

const manifests = rendered((chart) => {
  new Reconciler(chart, 'Vault', everything);
  new Reconciler(chart, 'Keycloak', minimal);
}).objects.map((object) => ({ tree: 'production', application: 'any', object }));

test('what is run is the very program and state that the pods of the environment get', () => {
  const found = reconcilersOf(manifests, 'production', undefined);
  expect(found.map(({ product }) => product).sort()).toEqual(['keycloak', 'vault']);
  const [vault] = reconcilersOf(manifests, 'production', 'vault');
  expect(vault?.program).toBe(programText('vault'));
  expect(JSON.parse(vault?.state ?? '')).toMatchObject({ kv: { maxVersions: 10 } });
  const [keycloak] = reconcilersOf(manifests, 'production', 'keycloak');
  expect(JSON.parse(keycloak?.state ?? '')).toMatchObject({ realm: 'platform' });
});

test('an environment or a product that is not there is named', () => {
  expect(() => reconcilersOf(manifests, 'staging', undefined)).toThrow(
    "--plan: must name an environment with a vault or a Keycloak, got 'staging'",
  );
  const one = manifests.filter(({ object }) => object.metadata.name.startsWith('vault'));
  expect(() => reconcilersOf(one, 'production', 'keycloak')).toThrow(
    "--product: must be one of vault, got 'keycloak'",
  );
});

test('what the cluster gives to its pod is known, so that a person can have it by kubectl', () => {
  const [cluster] = resolveInventory(inventory);
  if (cluster === undefined) throw new Error('there must be a cluster');
  const real = renderCluster(cluster).world.manifests;
  const [vault] = reconcilersOf(real, 'production', 'vault');
  expect(vault).toMatchObject({ namespace: 'production-vault', account: 'vault-reconcile' });
  expect(vault?.variables['VAULT_URL']).toBe('https://openbao-active.production-vault.svc:8200');
  expect(vault?.mounts).toEqual([
    { path: '/ca', kind: 'configMap', name: 'internal-ca', optional: false },
    expect.objectContaining({ path: '/token', kind: 'token', file: 'token' }),
    { path: '/secrets/vault', kind: 'secret', name: 'openbao-sign-in', optional: true },
  ]);
  const [keycloak] = reconcilersOf(real, 'production', 'keycloak');
  expect(keycloak?.mounts.map(({ path }) => path)).toEqual([
    '/secrets/data-frost-reconciler',
    '/secrets/vault',
    '/secrets/argo-cd',
    '/secrets/models',
  ]);
});
