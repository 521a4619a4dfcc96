import type { KubernetesObject, Manifest } from './manifest';
import { pathOf } from './path';
import type { Files } from './plan';
import { textOf } from './text';

/** The files of the manifests. Objects that share a file keep their order. */
export function filesOf(manifests: readonly Manifest[]): Files {
  const objects = new Map<string, KubernetesObject[]>();
  for (const manifest of manifests) {
    const path = manifest.file ?? pathOf(manifest);
    objects.set(path, [...(objects.get(path) ?? []), manifest.object]);
  }
  return new Map(
    [...objects].sort(([one], [other]) => (one < other ? -1 : 1)).map(([path, list]) => [path, textOf(list)]),
  );
}
