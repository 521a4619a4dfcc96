import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { namespaceOf } from './namespaces';
import { type Fields, mapping, mappings, text } from './read';

/** API group of stores, ExternalSecrets and PushSecrets. */
export const EXTERNAL_SECRETS = 'external-secrets.io';

/** A SecretStore of a vault as laws look at it. */
export interface VaultStore {
  readonly manifest: Manifest;
  readonly namespace: string;
  /** URL of the vault. */
  readonly server: string;
  /** Mount that paths lie in. */
  readonly mount: string;
  readonly provider: Fields;
}

/** Something that reads or writes a path of a vault. */
export interface VaultAccess {
  readonly manifest: Manifest;
  /** The vault and the path: {@link vaultPathKey}. */
  readonly key: string;
}

/** How a path is found among those of all vaults; a message shows it as it is. */
export function vaultPathKey(server: string, mount: string, path: string): string {
  return `${server}/${mount}/${path}`;
}

/** Every SecretStore that is a vault's, by its namespace and name. */
export function vaultStoresOf(world: World): ReadonlyMap<string, VaultStore> {
  const stores = new Map<string, VaultStore>();
  for (const manifest of world.ofKind(EXTERNAL_SECRETS, 'SecretStore')) {
    const provider = mapping(manifest.object, 'spec.provider.vault');
    const server = text(provider, 'server');
    if (server === undefined) continue;
    const namespace = namespaceOf(manifest);
    const mount = text(provider, 'path') ?? '';
    stores.set(storeKey(namespace, manifest.object.metadata.name), {
      manifest,
      namespace,
      server,
      mount,
      provider,
    });
  }
  return stores;
}

/** Stores that an object names: its own and those of single entries, in the order of the fields. */
export function storeReferencesOf({ object }: Manifest): readonly Fields[] {
  const own = [mapping(object, 'spec.secretStoreRef'), ...mappings(object, 'spec.secretStoreRefs')];
  const entries = [...mappings(object, 'spec.data'), ...mappings(object, 'spec.dataFrom')].map((entry) =>
    mapping(entry, 'sourceRef.storeRef'),
  );
  return [...own, ...entries].filter((reference) => text(reference, 'name') !== undefined);
}

/** How a SecretStore is found among those of all namespaces. */
export function storeKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

/** Every path that an ExternalSecret reads by its name; what it finds by a pattern is not known. */
export function* vaultReadsOf(world: World): Generator<VaultAccess> {
  const stores = vaultStoresOf(world);
  for (const manifest of world.ofKind(EXTERNAL_SECRETS, 'ExternalSecret')) {
    const { object } = manifest;
    const entries = [
      ...mappings(object, 'spec.data').map((entry) => [entry, text(entry, 'remoteRef.key')] as const),
      ...mappings(object, 'spec.dataFrom').map((entry) => [entry, text(entry, 'extract.key')] as const),
    ];
    const paths = new Set<string>();
    for (const [entry, path] of entries) {
      const name = text(entry, 'sourceRef.storeRef.name') ?? text(object, 'spec.secretStoreRef.name') ?? '';
      const store = stores.get(storeKey(namespaceOf(manifest), name));
      if (store !== undefined && path !== undefined) paths.add(vaultPathKey(store.server, store.mount, path));
    }
    for (const key of paths) yield { manifest, key };
  }
}

/** Every path that a PushSecret writes, once a PushSecret. */
export function* vaultWritesOf(world: World): Generator<VaultAccess> {
  const stores = vaultStoresOf(world);
  for (const manifest of world.ofKind(EXTERNAL_SECRETS, 'PushSecret')) {
    const paths = new Set<string>();
    for (const reference of storeReferencesOf(manifest)) {
      const store = stores.get(storeKey(namespaceOf(manifest), text(reference, 'name') ?? ''));
      if (store === undefined) continue;
      for (const entry of mappings(manifest.object, 'spec.data')) {
        const path = text(entry, 'match.remoteRef.remoteKey');
        if (path !== undefined) paths.add(vaultPathKey(store.server, store.mount, path));
      }
    }
    for (const key of paths) yield { manifest, key };
  }
}
