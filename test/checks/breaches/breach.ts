import { JsonPatch } from 'cdk8s';
import { describe, type KubernetesObject, type Manifest } from '../../../synth/manifest';
import { operationOf, type PatchOperation } from '../../../synth/patch';
import { isObject } from '../../../values/object';

/** One way to break one law: a real object of the tree, changed in one place, and the one fault that it makes. */
export interface Breach {
  /** Id of the law that speaks. */
  readonly law: string;
  /** The object that is changed, as a fault calls it: `production/model-serving/Deployment/iris`. */
  readonly object: string;
  readonly change: PatchOperation | ObjectChange;
  /**
   * The object that the fault is told of.
   * @default - the one that is changed
   */
  readonly path?: string;
  readonly message: string;
}

/** A change of the tree where no field of an object would do: an object is missing, or there is a second one. */
export type ObjectChange =
  | { readonly op: 'remove-object' }
  | {
      readonly op: 'copy-object';
      /**
       * Application of the same tree that holds the copy.
       * @default - that of the object
       */
      readonly application?: string;
      /**
       * What the copy differs in.
       * @default - nothing
       */
      readonly but?: PatchOperation;
    };

/**
 * The manifests with the one change of a breach.
 *
 * @throws Error when there is no such object, when there are two, or when the change does not apply
 */
export function broken(manifests: readonly Manifest[], { object, change }: Breach): readonly Manifest[] {
  const found = manifests.filter((manifest) => describe(manifest) === object);
  const [manifest] = found;
  if (manifest === undefined || found.length > 1) {
    throw new Error(`\`object\` must be one object of the tree, got '${object}', which ${found.length} are`);
  }
  const index = manifests.indexOf(manifest);
  switch (change.op) {
    case 'remove-object':
      return manifests.toSpliced(index, 1);
    case 'copy-object': {
      const { application = manifest.application, but } = change;
      const copy = but === undefined ? manifest.object : changed(manifest.object, but);
      return [...manifests, { ...manifest, application, object: copy }];
    }
    default:
      return manifests.with(index, { ...manifest, object: changed(manifest.object, change) });
  }
}

/** @throws Error when there is nothing to replace or to remove, or something already where to add */
function changed(object: KubernetesObject, operation: PatchOperation): KubernetesObject {
  const { op, path } = operation;
  if (isThere(object, path) === (op === 'add')) {
    throw new Error(`'${path}' must ${op === 'add' ? 'not exist to add it' : `exist to ${op} it`}`);
  }
  // The library writes into what it is given.
  return JsonPatch.apply(structuredClone(object), operationOf(operation));
}

function isThere(object: unknown, path: string): boolean {
  const keys = path.split('/').slice(1);
  const found = keys.reduce<unknown>((value, key) => {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
    return isObject(value) ? value[name] : undefined;
  }, object);
  return found !== undefined;
}
