import type { Breach, Law } from '../law';
import { distributedConfigMapsOf } from '../readers/config-maps';
import { namespaceOf } from '../readers/namespaces';
import { mapping, text } from '../readers/read';
import { shown } from '../readers/show';
import { EXTERNAL_SECRETS, storeReferencesOf, type VaultStore, vaultStoresOf } from '../readers/vault';
import type { World } from '../world';

const GENERATORS = 'generators.external-secrets.io';

/** Kinds that give every namespace what is meant for one. */
const CLUSTER_WIDE: readonly (readonly [group: string, kind: string, instead: string])[] = [
  [EXTERNAL_SECRETS, 'ClusterSecretStore', 'a SecretStore in each namespace'],
  [EXTERNAL_SECRETS, 'ClusterExternalSecret', 'an ExternalSecret in each namespace'],
  [EXTERNAL_SECRETS, 'ClusterPushSecret', 'a PushSecret in each namespace'],
  [GENERATORS, 'ClusterGenerator', 'a generator in each namespace'],
];

/**
 * A namespace reaches its own paths of the vault and no other's: by a store, an account and a role of its own.
 * @see https://external-secrets.io/latest/guides/multi-tenancy/
 */
export const storesAreNamespaced: Law = {
  id: 'stores-are-namespaced',
  *judge(world): Generator<Breach> {
    for (const [group, kind, instead] of CLUSTER_WIDE) {
      for (const manifest of world.ofKind(group, kind))
        yield {
          manifest,
          message: `must not be of kind ${kind}, which every namespace may use; use ${instead}`,
        };
    }
    for (const kind of ['ExternalSecret', 'PushSecret']) {
      for (const manifest of world.ofKind(EXTERNAL_SECRETS, kind)) {
        for (const reference of storeReferencesOf(manifest)) {
          const message = referenceFault(reference, namespaceOf(manifest), world);
          if (message !== undefined) yield { manifest, message };
        }
      }
    }
    const accounts = new Map<string, VaultStore>();
    for (const store of vaultStoresOf(world).values()) {
      for (const message of storeFaults(store, world, accounts)) yield { manifest: store.manifest, message };
    }
  },
};

function referenceFault(reference: unknown, namespace: string, world: World): string | undefined {
  const kind = text(reference, 'kind') ?? 'SecretStore';
  const name = text(reference, 'name') ?? '';
  if (kind !== 'SecretStore')
    return `must not use a store of kind ${shown(kind)}; use a SecretStore of its namespace`;
  if (world.find(EXTERNAL_SECRETS, 'SecretStore', namespace, name) !== undefined) return undefined;
  return `must use a SecretStore of its namespace, got ${shown(name)}; render one of that name or correct it`;
}

function* storeFaults(store: VaultStore, world: World, accounts: Map<string, VaultStore>): Generator<string> {
  const { namespace, provider, server } = store;
  if (!server.startsWith('https://'))
    yield `\`server\` must be an HTTPS URL, got ${shown(server)}; its clients send their tokens there`;
  yield* authorityFaults(store, world);
  const login = mapping(provider, 'auth.kubernetes');
  const role = text(login, 'role');
  if (role !== namespace && role !== `${namespace}-generator`)
    yield `\`role\` must be '${namespace}' or '${namespace}-generator', got ${shown(role)}; another reaches paths that are not its namespace's`;
  const account = text(login, 'serviceAccountRef.name') ?? '';
  const elsewhere = text(login, 'serviceAccountRef.namespace') ?? namespace;
  if (elsewhere !== namespace || world.find('', 'ServiceAccount', namespace, account) === undefined) {
    yield `\`serviceAccountRef\` must name a ServiceAccount of its namespace, got ${shown(`${elsewhere}/${account}`)}; render one of that name or correct it`;
    return;
  }
  const owner = accounts.get(`${namespace}/${account}`);
  if (owner === undefined) accounts.set(`${namespace}/${account}`, store);
  else if (text(owner.provider, 'auth.kubernetes.role') !== role)
    yield `\`serviceAccountRef\` must not be shared, got '${account}', with which SecretStore '${owner.manifest.object.metadata.name}' has another role; use one for each`;
}

/** A store of one namespace reads its authority from there alone, whatever it says. */
function* authorityFaults({ provider, namespace }: VaultStore, world: World): Generator<string> {
  const authority = mapping(provider, 'caProvider');
  const name = text(authority, 'name');
  if (name === undefined) return;
  const elsewhere = text(authority, 'namespace') ?? namespace;
  if (elsewhere !== namespace) {
    yield `\`caProvider\` must be in its own namespace, got ${shown(`${elsewhere}/${name}`)}; leave \`namespace\` out and distribute the authority there`;
    return;
  }
  if (text(authority, 'type') !== 'ConfigMap') return;
  const isThere =
    world.find('', 'ConfigMap', namespace, name) !== undefined ||
    distributedConfigMapsOf(world).has(namespace, name);
  if (!isThere)
    yield `\`caProvider\` must name a ConfigMap of its namespace, got ${shown(name)}; label the namespace for the Bundle or correct the name`;
}
