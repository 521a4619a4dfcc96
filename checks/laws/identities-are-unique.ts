import { describe, groupOf, type Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';

/**
 * One identity (group, kind, namespace, name), one object in the whole cluster, whatever its API version, tree or
 * application: of two, the one that is applied last wins, and Argo CD applies them in turn for ever.
 */
export const identitiesAreUnique: Law = {
  id: 'identities-are-unique',
  *judge({ manifests }): Generator<Breach> {
    const owners = new Map<string, Manifest>();
    for (const manifest of manifests) {
      const { object } = manifest;
      const { namespace, name } = object.metadata;
      const identity = `${groupOf(object)}/${object.kind}/${namespace ?? ''}/${name}`;
      const owner = owners.get(identity);
      if (owner === undefined) owners.set(identity, manifest);
      else yield { manifest, message: messageOf(manifest, owner) };
    }
  },
};

function messageOf({ object }: Manifest, owner: Manifest): string {
  const { namespace, name } = object.metadata;
  const full = namespace === undefined ? name : `${namespace}/${name}`;
  return `\`metadata.name\` must be unique among the ${object.kind} objects of a cluster, got '${full}', which ${describe(owner)} has too; rename one or remove it`;
}
