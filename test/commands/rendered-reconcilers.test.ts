import { reconcilersOf } from '../../commands/rendered-reconcilers';
import { Reconciler } from '../../constructs/reconciler/reconciler';
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
