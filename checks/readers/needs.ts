import { groupOf, type Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { distributedConfigMapsOf } from './config-maps';
import { namespaceOf } from './namespaces';
import { operatorsOf } from './operators';
import { mapping, mappings, text } from './read';
import { secretKey, secretProducersOf } from './secret-producers';
import { CLUSTER_ISSUER_NAMESPACE, secretReferencesOf } from './secret-references';
import { push } from './selectors';
import { workloadsBehind } from './services';
import {
  EXTERNAL_SECRETS,
  storeKey,
  storeReferencesOf,
  vaultReadsOf,
  vaultStoresOf,
  vaultWritesOf,
} from './vault';

/** What cannot start or be made without what, from pods down to where the contents of their Secrets come from. */
export interface Needs {
  /** What a thing needs, in the order in which it was found. */
  readonly of: ReadonlyMap<string, readonly string[]>;
  /** The object that a thing is; Secrets have none. */
  readonly manifests: ReadonlyMap<string, Manifest>;
}

/** The needs of a world. Things are named as a message shows them: `Secret production-vault/openbao-seal`. */
export function needsOf(world: World): Needs {
  const of = new Map<string, string[]>();
  const manifests = new Map<string, Manifest>();
  for (const [from, to] of needsIn(world)) {
    const name = typeof from === 'string' ? from : nameOf(from);
    for (const one of [from, to]) if (typeof one !== 'string') manifests.set(nameOf(one), one);
    push(of, name, typeof to === 'string' ? to : nameOf(to));
  }
  return { of, manifests };
}

type Thing = Manifest | string;
type Need = readonly [from: Thing, to: Thing];

function* needsIn(world: World): Generator<Need> {
  for (const { manifest, namespace, name } of secretReferencesOf(world))
    yield [manifest, secretNamed(secretKey(namespace, name))];
  for (const [key, makers] of secretProducersOf(world)) {
    for (const maker of makers) yield [secretNamed(key), maker];
  }
  yield* ofCertificates(world);
  yield* ofBundles(world);
  yield* ofStores(world);
  yield* ofOperators(world);
}

function* ofCertificates(world: World): Generator<Need> {
  for (const certificate of world.ofKind('cert-manager.io', 'Certificate')) {
    const reference = mapping(certificate.object, 'spec.issuerRef');
    const kind = text(reference, 'kind') ?? 'Issuer';
    const namespace = kind === 'ClusterIssuer' ? undefined : namespaceOf(certificate);
    const issuer = world.find('cert-manager.io', kind, namespace, text(reference, 'name') ?? '');
    if (issuer !== undefined) yield [certificate, issuer];
  }
}

/** A Bundle reads from the namespace that trust-manager trusts, which here is cert-manager's. */
function* ofBundles(world: World): Generator<Need> {
  for (const bundle of world.ofKind('trust.cert-manager.io', 'Bundle')) {
    for (const source of mappings(bundle.object, 'spec.sources')) {
      const name = text(source, 'secret.name');
      if (name !== undefined) yield [bundle, secretNamed(secretKey(CLUSTER_ISSUER_NAMESPACE, name))];
    }
  }
}

function* ofStores(world: World): Generator<Need> {
  const stores = vaultStoresOf(world);
  for (const { manifest, namespace, server, provider } of stores.values()) {
    for (const pods of workloadsBehind(world, server)) yield [manifest, pods.manifest];
    const authority = text(provider, 'caProvider.name') ?? '';
    const bundle = distributedConfigMapsOf(world).bundleOf(namespace, authority);
    if (bundle !== undefined) yield [manifest, bundle];
  }
  for (const kind of ['ExternalSecret', 'PushSecret']) {
    for (const manifest of world.ofKind(EXTERNAL_SECRETS, kind)) {
      for (const reference of storeReferencesOf(manifest)) {
        const store = stores.get(storeKey(namespaceOf(manifest), text(reference, 'name') ?? ''));
        if (store !== undefined) yield [manifest, store.manifest];
      }
    }
  }
  const writers = new Map<string, Manifest[]>();
  for (const { manifest, key } of vaultWritesOf(world)) push(writers, key, manifest);
  for (const { manifest, key } of vaultReadsOf(world)) {
    for (const writer of writers.get(key) ?? []) yield [manifest, writer];
  }
}

/** An object waits for the operator of its kind, and an operator for the Secrets that its values name. */
function* ofOperators(world: World): Generator<Need> {
  const operators = operatorsOf(world);
  for (const manifest of world.manifests) {
    for (const operator of operators.needed(groupOf(manifest.object), manifest)) yield [manifest, operator];
  }
  const made = secretProducersOf(world);
  for (const { manifest, namespace, values } of operators.all) {
    for (const value of values) {
      const key = secretKey(namespace, value);
      if (made.has(key)) yield [manifest, secretNamed(key)];
    }
  }
}

function secretNamed(key: string): string {
  return `Secret ${key}`;
}

function nameOf({ object }: Manifest): string {
  const { namespace, name } = object.metadata;
  return `${object.kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
