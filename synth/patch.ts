import { JsonPatch } from 'cdk8s';
import type { Fault } from '../values/fault';
import { describe, type Manifest } from './manifest';

/** A change to one rendered object, by JSON Patch (RFC 6902). */
export interface ObjectPatch {
  readonly tree: string;
  readonly name: string;
  readonly target: { readonly application: string; readonly kind: string; readonly name: string };
  readonly operations: readonly PatchOperation[];
}

export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** The manifests with the patches applied, and a fault for each patch that finds no object or does not apply. */
export function applyPatches(
  manifests: readonly Manifest[],
  patches: readonly ObjectPatch[],
): { readonly manifests: readonly Manifest[]; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const patched = [...manifests];
  for (const patch of patches) {
    const index = patched.findIndex((manifest) => isTarget(manifest, patch));
    const target = patched[index];
    if (target === undefined) {
      const { application, kind, name } = patch.target;
      faults.push(faultOf(patch, `\`target\` must be a rendered object, got ${application}/${kind}/${name}`));
      continue;
    }
    try {
      const object = JsonPatch.apply(structuredClone(target.object), ...patch.operations.map(operationOf));
      patched[index] = { ...target, object };
    } catch (error) {
      const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
      faults.push(faultOf(patch, `\`operations\` must apply to ${describe(target)}: ${reason}`));
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
    object.metadata.name === target.name
  );
}

function operationOf(operation: PatchOperation): JsonPatch {
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
