import type { Law } from '../law';
import { mappings } from '../readers/read';
import { replicasOf, scalersByTarget } from '../readers/scaling';

const HOSTNAME = 'kubernetes.io/hostname';

/**
 * Serving pods that can be two or more are spread over nodes, so that one lost node does not take all of them.
 * That the spread counts its own pods is up to `selectors-match-their-pods`.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export const replicasAreSpread: Law = {
  id: 'replicas-are-spread',
  *judge(world) {
    const scalers = scalersByTarget(world);
    for (const pods of world.pods) {
      const maximum = replicasOf(pods, scalers)?.maximum ?? 0;
      const constraints = mappings(pods.spec, 'topologySpreadConstraints');
      if (maximum < 2 || constraints.some(({ topologyKey }) => topologyKey === HOSTNAME)) continue;
      yield {
        manifest: pods.manifest,
        message: `\`topologySpreadConstraints\` must hold one over ${HOSTNAME}, got none for up to ${maximum} replicas`,
      };
    }
  },
};
