import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { namespaceOf } from './namespaces';
import { podReferencesOf } from './pod-references';
import { type Fields, mapping, mappings, text } from './read';

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
  ['cert-manager.io', 'Issuer', (object) => [['ca.secretName', text(object, 'spec.ca.secretName')]]],
  [
    'external-secrets.io',
    'PushSecret',
    (object) => [['selector.secret', text(object, 'spec.selector.secret.name')]],
  ],
];

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
