import { once } from './once';
import { containersOf, type Pods } from './pods';
import { at, type Fields, isMapping, mappings, text } from './read';
import { calledContainer, shown } from './show';

/** A ConfigMap or Secret of its own namespace that a pod reads. */
export interface PodReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  /** Keys that are read; empty where all are. */
  readonly keys: readonly string[];
  /** Whether the pod starts without it. */
  readonly optional: boolean;
  /** What a message calls the place. */
  readonly field: string;
}

const KINDS = ['ConfigMap', 'Secret'] as const;

/** Every ConfigMap and Secret that a pod reads in variables and volumes, and the Secrets that pull its images. */
export const podReferencesOf = once((pods: Pods): readonly PodReference[] => [...referencesIn(pods)]);

function* referencesIn(pods: Pods): Generator<PodReference> {
  for (const container of containersOf(pods)) yield* inVariables(container);
  for (const volume of mappings(pods.spec, 'volumes')) yield* inVolume(volume);
  for (const [index, secret] of mappings(pods.spec, 'imagePullSecrets').entries()) {
    yield* referenceOf('Secret', secret, 'name', `\`imagePullSecrets[${index}]\``);
  }
}

function* inVariables(container: Fields): Generator<PodReference> {
  const variables = mappings(container, 'env').filter((variable) => isMapping(variable['valueFrom']));
  const sources = mappings(container, 'envFrom');
  if (variables.length === 0 && sources.length === 0) return;
  const place = calledContainer(container);
  for (const kind of KINDS) {
    const field = kind === 'Secret' ? 'secret' : 'configMap';
    for (const variable of variables) {
      const called = `\`env.${text(variable, 'name') ?? ''}\` of ${place}`;
      for (const key of mappings([at(variable, `valueFrom.${field}KeyRef`)]))
        yield* referenceOf(kind, key, 'name', called);
    }
    for (const [index, source] of sources.entries()) {
      const called = `\`envFrom[${index}]\` of ${place}`;
      for (const all of mappings([source[`${field}Ref`]])) yield* referenceOf(kind, all, 'name', called);
    }
  }
}

function* inVolume(volume: Fields): Generator<PodReference> {
  const called = `volume ${shown(text(volume, 'name'))}`;
  const sources = mappings(volume, 'projected.sources');
  for (const kind of KINDS) {
    const field = kind === 'Secret' ? 'secret' : 'configMap';
    const nameField = kind === 'Secret' ? 'secretName' : 'name';
    for (const one of mappings([volume[field]])) yield* referenceOf(kind, one, nameField, called);
    for (const source of sources) {
      for (const one of mappings([source[field]])) yield* referenceOf(kind, one, 'name', called);
    }
  }
  const driver = text(volume, 'csi.nodePublishSecretRef.name');
  if (driver !== undefined) yield* referenceOf('Secret', { name: driver }, 'name', called);
}

function* referenceOf(
  kind: PodReference['kind'],
  from: Fields,
  nameField: string,
  field: string,
): Generator<PodReference> {
  const name = text(from, nameField);
  if (name === undefined) return;
  const items = mappings(from, 'items').flatMap((item) => text(item, 'key') ?? []);
  const key = text(from, 'key');
  const keys = key === undefined ? items : [key];
  yield { kind, name, keys, optional: from['optional'] === true, field };
}
