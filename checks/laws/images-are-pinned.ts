import { isPinned } from '../../values/image';
import type { Law } from '../law';
import { containersOf } from '../readers/pods';
import { at, mappings } from '../readers/read';
import { calledContainer, shown } from '../readers/show';

/** Every image that a pod runs or mounts is named by its digest, so that what was reviewed is what runs. */
export const imagesArePinned: Law = {
  id: 'images-are-pinned',
  *judge({ pods }) {
    for (const one of pods) {
      const { manifest, spec } = one;
      for (const container of containersOf(one)) {
        const message = faultOf(`\`image\` of ${calledContainer(container)}`, container['image']);
        if (message !== undefined) yield { manifest, message };
      }
      for (const volume of mappings(spec, 'volumes').filter((candidate) => candidate['image'])) {
        const message = faultOf(
          `\`image.reference\` of volume ${shown(volume['name'])}`,
          at(volume, 'image.reference'),
        );
        if (message !== undefined) yield { manifest, message };
      }
    }
  },
};

function faultOf(field: string, image: unknown): string | undefined {
  if (typeof image === 'string' && isPinned(image)) return undefined;
  const repository = typeof image === 'string' ? image.replace(/@.*$/, '').replace(/:[^/]*$/, '') : '<image>';
  return `${field} must be pinned by digest, got ${shown(image)}; use '${repository}@sha256:…'`;
}
