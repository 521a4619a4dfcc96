import { groupOf } from '../../synth/manifest';
import type { World } from '../world';
import { type Application, foldersOf, projectOf } from './applications';
import { mappings, text } from './read';

/** Argo CD's own kinds: where there is an Application, they are there. */
const OWN = 'argoproj.io';

/** API groups whose kinds an Application brings by a chart, or by a folder of another repository. */
export function broughtBy({ elsewhere }: Application, { surroundings }: World): readonly string[] {
  return surroundings.chartKinds
    .filter(({ source }) => elsewhere.includes(source))
    .flatMap(({ groups }) => groups.filter((group) => group !== OWN));
}

/**
 * API groups of which an Application makes objects: those in its folders; and, since nobody sees what a chart holds, those
 * that the project of a chart admits.
 */
export function usedBy(application: Application, world: World): readonly string[] {
  const folders = foldersOf(world);
  const held = application.folders.flatMap((folder) => folders.get(folder) ?? []);
  const project = application.elsewhere.length > 0 ? projectOf(world, application)?.object : undefined;
  const admitted = ['clusterResourceWhitelist', 'namespaceResourceWhitelist'].flatMap((list) =>
    mappings(project, `spec.${list}`).flatMap((entry) => text(entry, 'group') ?? []),
  );
  return [...new Set([...held.map(({ object }) => groupOf(object)), ...admitted])];
}
