import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { namespaceOf } from './namespaces';
import { at, type Fields, text } from './read';
import { CLUSTER_ISSUER_NAMESPACE } from './secret-references';
import { push } from './selectors';

/** The objects that make each Secret, by {@link secretKey}; Secrets that a person makes are not among them. */
export function secretProducersOf(world: World): ReadonlyMap<string, readonly Manifest[]> {
  const producers = new Map<string, Manifest[]>();
  for (const [group, kind, secretsOf] of PRODUCERS) {
    for (const manifest of world.ofKind(group, kind)) {
      for (const name of secretsOf(manifest.object, manifest.object.metadata.name)) {
        push(producers, secretKey(namespaceOf(manifest), name), manifest);
      }
    }
  }
  for (const manifest of world.ofKind('cert-manager.io', 'ClusterIssuer')) {
    for (const name of acmeAccount(manifest.object))
      push(producers, secretKey(CLUSTER_ISSUER_NAMESPACE, name), manifest);
  }
  return producers;
}

/** How a Secret is found among the producers. */
export function secretKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

type SecretsOf = (object: Fields, name: string) => readonly string[];

/** What makes Secrets, and which. */
const PRODUCERS: readonly (readonly [group: string, kind: string, SecretsOf])[] = [
  ['', 'Secret', (_, name) => [name]],
  ['external-secrets.io', 'ExternalSecret', externalSecret],
  ['cert-manager.io', 'Certificate', (object) => present(text(object, 'spec.secretName'))],
  ['cert-manager.io', 'Issuer', acmeAccount],
  ['postgresql.cnpg.io', 'Cluster', database],
];

/** With the policies `Merge` and `None` the Secret is somebody else's. */
function externalSecret(object: Fields, name: string): readonly string[] {
  const policy = text(object, 'spec.target.creationPolicy') ?? 'Owner';
  if (policy === 'Merge' || policy === 'None') return [];
  return [text(object, 'spec.target.name') ?? name];
}

/**
 * A database's own Secrets, but for those that it was given.
 * @see https://cloudnative-pg.io/documentation/1.30/applications/#secrets
 */
function database(object: Fields, name: string): readonly string[] {
  const own: readonly (readonly [suffix: string, given: string])[] = [
    ['app', 'spec.bootstrap.initdb.secret.name'],
    ['ca', 'spec.certificates.serverCASecret'],
    ['server', 'spec.certificates.serverTLSSecret'],
    ['replication', 'spec.certificates.replicationTLSSecret'],
  ];
  const made = own.filter(([, given]) => text(object, given) === undefined).map(([suffix]) => suffix);
  const superuser =
    at(object, 'spec.enableSuperuserAccess') === true &&
    text(object, 'spec.superuserSecret.name') === undefined;
  return [...made, ...(superuser ? ['superuser'] : [])].map((suffix) => `${name}-${suffix}`);
}

/** The key of an ACME account, which cert-manager makes where it is not there. */
function acmeAccount(object: Fields): readonly string[] {
  return present(text(object, 'spec.acme.privateKeySecretRef.name'));
}

function present(name: string | undefined): readonly string[] {
  return name === undefined ? [] : [name];
}
