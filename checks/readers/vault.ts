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
  /** Properties of the path by name; undefined where one entry takes all of them, whatever they are. */
  readonly properties: ReadonlySet<string> | undefined;
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

/** Every path that an ExternalSecret reads by its name, once an ExternalSecret; what it finds by a pattern is not known. */
export function* vaultReadsOf(world: World): Generator<VaultAccess> {
  const stores = vaultStoresOf(world);
  for (const manifest of world.ofKind(EXTERNAL_SECRETS, 'ExternalSecret')) {
    const { object } = manifest;
    const entries = [
      ...mappings(object, 'spec.data').map((entry) => [entry, mapping(entry, 'remoteRef')] as const),
      ...mappings(object, 'spec.dataFrom').map((entry) => [entry, mapping(entry, 'extract')] as const),
    ];
    const places = entries.flatMap(([entry, remote]) => {
      const name = text(entry, 'sourceRef.storeRef.name') ?? text(object, 'spec.secretStoreRef.name') ?? '';
      const store = stores.get(storeKey(namespaceOf(manifest), name));
      const path = text(remote, 'key');
      return store === undefined ? [] : placeOf(store, path, text(remote, 'property'));
    });
    yield* accessesOf(manifest, places);
  }
}

/** Every path that a PushSecret writes, once a PushSecret. */
export function* vaultWritesOf(world: World): Generator<VaultAccess> {
  const stores = vaultStoresOf(world);
  for (const manifest of world.ofKind(EXTERNAL_SECRETS, 'PushSecret')) {
    const places = storeReferencesOf(manifest).flatMap((reference) => {
      const store = stores.get(storeKey(namespaceOf(manifest), text(reference, 'name') ?? ''));
      if (store === undefined) return [];
      return mappings(manifest.object, 'spec.data').flatMap((entry) => {
        const remote = mapping(entry, 'match.remoteRef');
        return placeOf(store, text(remote, 'remoteKey'), text(remote, 'property'));
      });
    });
    yield* accessesOf(manifest, places);
  }
}

type Place = readonly [key: string, property: string | undefined];

function placeOf(
  { server, mount }: VaultStore,
  path: string | undefined,
  property: string | undefined,
): readonly Place[] {
  return path === undefined ? [] : [[vaultPathKey(server, mount, path), property]];
}

function* accessesOf(manifest: Manifest, places: readonly Place[]): Generator<VaultAccess> {
  for (const key of new Set(places.map(([key]) => key))) {
    const named = places.filter(([other]) => other === key).map(([, property]) => property);
    const known = named.filter((property) => property !== undefined);
    yield { manifest, key, properties: known.length < named.length ? undefined : new Set(known) };
  }
}
