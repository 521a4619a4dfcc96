import { groupOf, type Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { type Namespaces, namespacesOf } from '../readers/namespaces';
import { scopeOf } from '../readers/scopes';
import { shown } from '../readers/show';

/**
 * An object says which namespace it lands in, and that namespace exists: otherwise it lands wherever the one who
 * applies it happens to be, or nowhere.
 */
export const namespacesAreNamed: Law = {
  id: 'namespaces-are-named',
  *judge(world): Generator<Breach> {
    const namespaces = namespacesOf(world);
    for (const manifest of world.manifests) {
      const message = faultOf(manifest, namespaces);
      if (message !== undefined) yield { manifest, message };
    }
  },
};

function faultOf({ object }: Manifest, namespaces: Namespaces): string | undefined {
  const { kind, metadata } = object;
  const { namespace } = metadata;
  const scope = scopeOf(groupOf(object), kind);
  if (namespace === undefined || namespace === '') {
    if (scope !== 'namespaced') return undefined;
    return `\`metadata.namespace\` must be set on a ${kind}, got ${shown(namespace)}; name the namespace that it belongs to`;
  }
  if (scope === 'cluster') {
    return `\`metadata.namespace\` must not be set on a ${kind}, which belongs to the whole cluster, got ${shown(namespace)}; remove it`;
  }
  if (namespaces.has(namespace)) return undefined;
  return `\`metadata.namespace\` must name a namespace that is rendered or that the cluster brings, got ${shown(namespace)}; render a Namespace of that name or correct it`;
}
