import type { Law } from '../law';
import type { Pods } from '../readers/pods';
import { type Fields, list, mappings } from '../readers/read';
import { replicasOf, scalersByTarget } from '../readers/scaling';
import { shown } from '../readers/show';

const HOSTNAME = 'kubernetes.io/hostname';

/** Labels that a controller gives its pods beside those of the template, by the workload's kind. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['pod-template-hash'],
  ReplicaSet: ['pod-template-hash'],
  StatefulSet: [
    'controller-revision-hash',
    'statefulset.kubernetes.io/pod-name',
    'apps.kubernetes.io/pod-index',
  ],
  DaemonSet: ['controller-revision-hash'],
};

/**
 * Serving pods that can be two or more are spread over nodes, so that one lost node does not take all of them.
 * A key of `matchLabelKeys` that the pods do not have is passed over by the scheduler without a word, so it is none.
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
      for (const message of keyFaults(pods, constraints)) yield { manifest: pods.manifest, message };
      if (maximum < 2 || constraints.some(({ topologyKey }) => topologyKey === HOSTNAME)) continue;
      yield {
        manifest: pods.manifest,
        message: `\`topologySpreadConstraints\` must hold one over ${HOSTNAME}, got none for up to ${maximum} replicas`,
      };
    }
  },
};

function* keyFaults({ manifest, labels }: Pods, constraints: readonly Fields[]): Generator<string> {
  const { kind } = manifest.object;
  const known = [...Object.keys(labels), ...(GIVEN[kind] ?? [])];
  for (const [index, constraint] of constraints.entries()) {
    const stranger = list(constraint, 'matchLabelKeys').find((key) => !known.some((label) => label === key));
    if (stranger === undefined) continue;
    yield `\`topologySpreadConstraints[${index}].matchLabelKeys\` must hold labels that pods of a ${kind} have, got ${shown(stranger)}; remove it`;
  }
}
