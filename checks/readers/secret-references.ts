import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { namespaceOf } from './namespaces';
import { podReferencesOf } from './pod-references';
import { type Fields, isMapping, mapping, mappings, text } from './read';

/** A Secret that an object cannot do without. */
export interface SecretReference {
  readonly manifest: Manifest;
  readonly namespace: string;
  readonly name: string;
  /** What a message calls the place. */
  readonly field: string;
}

/** Every Secret that an object reads and that is not optional. */
export function* secretReferencesOf(world: World): Generator<SecretReference> {
  for (const pods of world.pods) {
    for (const { kind, name, optional, field } of podReferencesOf(pods)) {
      if (kind === 'Secret' && !optional)
        yield { manifest: pods.manifest, namespace: pods.namespace, name, field };
    }
  }
  for (const [group, kind, referencesIn] of READERS) {
    for (const manifest of world.ofKind(group, kind)) {
      for (const [field, name, namespace] of referencesIn(manifest.object)) {
        if (name === undefined) continue;
        yield { manifest, namespace: namespace ?? namespaceOf(manifest), name, field: `\`${field}\`` };
      }
    }
  }
}

type Found = readonly [field: string, name: string | undefined, namespace?: string | undefined];

/** Where kinds without pods name Secrets. */
const READERS: readonly (readonly [group: string, kind: string, (object: Fields) => Iterable<Found>])[] = [
  ['', 'ServiceAccount', inServiceAccount],
  ['gateway.networking.k8s.io', 'Gateway', inGateway],
  ['keda.sh', 'TriggerAuthentication', inTriggerAuthentication],
  ['monitoring.coreos.com', 'ServiceMonitor', inServiceMonitor],
  ['cert-manager.io', 'Issuer', inIssuer],
  ['cert-manager.io', 'ClusterIssuer', inClusterIssuer],
  ['external-secrets.io', 'PushSecret', (object) => named(object, ['selector.secret.name'])],
  [
    'external-secrets.io',
    'SecretStore',
    (object) => inSecretRefs(mapping(object, 'spec.provider'), 'provider'),
  ],
  ['barmancloud.cnpg.io', 'ObjectStore', inObjectStore],
  ['postgresql.cnpg.io', 'Cluster', (object) => named(object, GIVEN_TO_A_DATABASE)],
];

/**
 * Namespace in which cert-manager looks for what a ClusterIssuer names.
 * @see https://cert-manager.io/docs/configuration/#cluster-resource-namespace
 */
export const CLUSTER_ISSUER_NAMESPACE = 'cert-manager';

/** Secrets that a database is given where it does not make its own. */
const GIVEN_TO_A_DATABASE = [
  'bootstrap.initdb.secret.name',
  'certificates.serverCASecret',
  'certificates.serverTLSSecret',
  'certificates.clientCASecret',
  'certificates.replicationTLSSecret',
  'superuserSecret.name',
];

function* named(object: Fields, paths: readonly string[]): Generator<Found> {
  for (const path of paths) yield [path.replace(/\.name$/, ''), text(object, `spec.${path}`)];
}

/** The key of an ACME account is cert-manager's own to make. */
function* inIssuer(object: Fields): Generator<Found> {
  yield* named(object, ['ca.secretName']);
  for (const found of inSecretRefs(mapping(object, 'spec'), 'spec')) {
    if (!found[0].endsWith('privateKeySecretRef')) yield found;
  }
}

function* inClusterIssuer(object: Fields): Generator<Found> {
  for (const [field, name] of inIssuer(object)) yield [field, name, CLUSTER_ISSUER_NAMESPACE];
}

function* inObjectStore(object: Fields): Generator<Found> {
  for (const field of ['accessKeyId', 'secretAccessKey', 'region', 'sessionToken']) {
    const path = `configuration.s3Credentials.${field}`;
    yield [path, text(object, `spec.${path}.name`)];
  }
}

/** Fields called `secretRef` or `…SecretRef`, wherever they stand: credentials of a provider or of a solver. */
function* inSecretRefs(from: unknown, path: string): Generator<Found> {
  if (Array.isArray(from)) {
    for (const [index, item] of from.entries()) yield* inSecretRefs(item, `${path}[${index}]`);
  } else if (isMapping(from)) {
    for (const [key, value] of Object.entries(from)) {
      const field = `${path}.${key}`;
      if (/secretref$/i.test(key)) yield [field, text(value, 'name'), text(value, 'namespace')];
      else yield* inSecretRefs(value, field);
    }
  }
}

function* inServiceAccount(object: Fields): Generator<Found> {
  for (const [index, secret] of mappings(object, 'imagePullSecrets').entries()) {
    yield [`imagePullSecrets[${index}]`, text(secret, 'name')];
  }
}

function* inGateway(object: Fields): Generator<Found> {
  for (const listener of mappings(object, 'spec.listeners')) {
    for (const [index, reference] of mappings(listener, 'tls.certificateRefs').entries()) {
      if ((text(reference, 'kind') ?? 'Secret') !== 'Secret') continue;
      const field = `certificateRefs[${index}]\` of listener \`${text(listener, 'name') ?? ''}`;
      yield [field, text(reference, 'name'), text(reference, 'namespace')];
    }
  }
}

function* inTriggerAuthentication(object: Fields): Generator<Found> {
  for (const [index, reference] of mappings(object, 'spec.secretTargetRef').entries()) {
    yield [`secretTargetRef[${index}]`, text(reference, 'name')];
  }
}

function* inServiceMonitor(object: Fields): Generator<Found> {
  const paths = [
    'authorization.credentials',
    'basicAuth.username',
    'basicAuth.password',
    'bearerTokenSecret',
    'tlsConfig.ca.secret',
    'tlsConfig.cert.secret',
    'tlsConfig.keySecret',
  ];
  for (const [index, endpoint] of mappings(object, 'spec.endpoints').entries()) {
    for (const path of paths) {
      const key = mapping(endpoint, path);
      if (key['optional'] !== true) yield [`endpoints[${index}].${path}`, text(key, 'name')];
    }
  }
}
