import { JsonPatch } from 'cdk8s';
import type { Fault } from '../values/fault';
import { isObject } from '../values/object';
import { describe, type KubernetesObject, type Manifest } from './manifest';

/** A change to one rendered object, by JSON Patch (RFC 6902). */
export interface ObjectPatch {
  readonly tree: string;
  readonly name: string;
  readonly target: {
    readonly application: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string | undefined;
  };
  readonly operations: readonly PatchOperation[];
}

export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** The manifests with the patches applied in order, and a fault for each patch that has no one target or does not apply. */
export function applyPatches(
  manifests: readonly Manifest[],
  patches: readonly ObjectPatch[],
): { readonly manifests: readonly Manifest[]; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const patched = [...manifests];
  for (const patch of patches) {
    const targets = [...patched.entries()].filter(([, manifest]) => isTarget(manifest, patch));
    const [target] = targets;
    if (target === undefined || targets.length > 1) {
      faults.push(faultOf(patch, missed(patch, targets.length)));
      continue;
    }
    const [index, manifest] = target;
    try {
      patched[index] = { ...manifest, object: patchedObject(manifest.object, patch) };
    } catch (error) {
      const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
      faults.push(faultOf(patch, `\`operations\` must apply to ${describe(manifest)}: ${reason}`));
    }
  }
  return { manifests: patched, faults };
}

function isTarget({ tree, application, object }: Manifest, patch: ObjectPatch): boolean {
  const { target } = patch;
  return (
    tree === patch.tree &&
    application === target.application &&
    object.kind === target.kind &&
    object.metadata.name === target.name &&
    (target.namespace === undefined || object.metadata.namespace === target.namespace)
  );
}

function missed({ target: { application, kind, name, namespace } }: ObjectPatch, count: number): string {
  const wanted = [application, kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');
  return count === 0
    ? `\`target\` must be a rendered object, got ${wanted}`
    : `\`target\` must be one object, got ${wanted}, which ${count} are; add its \`namespace\``;
}

/** @throws Error that says which operation does not apply */
function patchedObject(object: KubernetesObject, { operations }: ObjectPatch): KubernetesObject {
  let patched: unknown = structuredClone(object);
  for (const operation of operations) {
    demandPlace(patched, operation);
    patched = JsonPatch.apply(patched, operationOf(operation));
  }
  if (!isSame(patched, object)) {
    throw new Error('apiVersion, kind, name and namespace must not change; they are what finds the object');
  }
  return patched;
}

/** The library creates what is to be replaced and overlooks what is to be removed when there is no such thing. */
function demandPlace(document: unknown, { op, path }: PatchOperation): void {
  const keys = path.split('/').slice(1).map(keyOf);
  const parent = keys.slice(0, -1).reduce(childOf, document);
  const key = keys.at(-1) ?? '';
  if (childOf(parent, key) !== undefined) return;
  if (op !== 'add') throw new Error(`'${path}' must exist to ${op} it`);
  const takesKey = Array.isArray(parent) ? ['-', `${parent.length}`].includes(key) : isObject(parent);
  if (!takesKey) throw new Error(`the parent of '${path}' must exist and take that key`);
}

function keyOf(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function childOf(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return /^[0-9]+$/.test(key) ? value[Number(key)] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isSame(patched: unknown, object: KubernetesObject): patched is KubernetesObject {
  const identity = (value: unknown) =>
    JSON.stringify([
      ...['apiVersion', 'kind'].map((key) => childOf(value, key)),
      ...['name', 'namespace'].map((key) => childOf(childOf(value, 'metadata'), key)),
    ]);
  return identity(patched) === identity(object);
}

/** The operation as the library takes it. */
export function operationOf(operation: PatchOperation): JsonPatch {
  switch (operation.op) {
    case 'add':
      return JsonPatch.add(operation.path, operation.value);
    case 'replace':
      return JsonPatch.replace(operation.path, operation.value);
    case 'remove':
      return JsonPatch.remove(operation.path);
  }
}

function faultOf({ tree, name }: ObjectPatch, message: string): Fault {
  return { path: `${tree}/patches/${name}`, message };
}
