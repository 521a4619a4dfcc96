import { renderCluster } from '../../../app';
import { inventory } from '../../../environments/inventory';
import { resolveInventory } from '../../../environments/resolve';
import type { Manifest } from '../../../synth/manifest';

/** The real tree: each cluster with the environments that it hosts. */
export const real = resolveInventory(inventory).map(renderCluster);

/**
 * The one object of production of that kind and application whose name begins so: the rest of it is a digest.
 *
 * @throws Error when there is none, or more than one
 */
export function digestNamed(application: string, kind: string, prefix: string): Manifest {
  const found = real
    .flatMap(({ world }) => world.manifests)
    .filter(({ tree, application: other }) => tree === 'production' && other === application)
    .filter(({ object }) => object.kind === kind && object.metadata.name.startsWith(prefix));
  const [manifest] = found;
  if (manifest === undefined || found.length > 1)
    throw new Error(`'${prefix}' must begin the name of one ${kind}, got ${found.length}`);
  return manifest;
}
