import type { Breach, Law } from '../law';
import { claimsOf } from '../readers/claims';
import { text } from '../readers/read';
import { shown } from '../readers/show';

/** A claim names a StorageClass of the cluster, or takes the default one: any other leaves its pod Pending. */
export const storageClassesExist: Law = {
  id: 'storage-classes-exist',
  *judge(world): Generator<Breach> {
    const classes = new Set([
      ...world.surroundings.storageClasses,
      ...world.ofKind('storage.k8s.io', 'StorageClass').map(({ object }) => object.metadata.name),
    ]);
    for (const { manifest, claim, called } of claimsOf(world)) {
      const name = text(claim, 'spec.storageClassName') ?? '';
      if (name === '' || classes.has(name)) continue;
      const message = `\`storageClassName\`${called} must name a StorageClass of the cluster, got ${shown(name)}; use one of ${shown([...classes])}`;
      yield { manifest, message };
    }
  },
};
