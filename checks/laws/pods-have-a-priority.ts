import type { Law } from '../law';
import { text } from '../readers/read';

/** Every pod says who goes first when the nodes are full; without it, staging can push production out. */
export const podsHaveAPriority: Law = {
  id: 'pods-have-a-priority',
  *judge({ pods }) {
    for (const { manifest, spec } of pods) {
      if (text(spec, 'priorityClassName')) continue;
      yield { manifest, message: '`priorityClassName` must name a PriorityClass, got nothing' };
    }
  },
};
