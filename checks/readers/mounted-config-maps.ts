import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import type { Pods } from './pods';
import { type Fields, mappings, text } from './read';

/** ConfigMaps of the world that a container mounts, by themselves or among the sources of a projected volume. */
export function configMapsMountedBy(
  container: Fields,
  { namespace, spec }: Pods,
  world: World,
): readonly Manifest[] {
  const mounted = mappings(container, 'volumeMounts').map((mount) => text(mount, 'name'));
  return mappings(spec, 'volumes')
    .filter((volume) => mounted.includes(text(volume, 'name')))
    .flatMap((volume) => [
      text(volume, 'configMap.name'),
      ...mappings(volume, 'projected.sources').map((source) => text(source, 'configMap.name')),
    ])
    .flatMap((name) => world.find('', 'ConfigMap', namespace, name ?? '') ?? []);
}
