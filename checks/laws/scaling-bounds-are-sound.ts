import type { Breach, Law } from '../law';
import { at, isMapping } from '../readers/read';
import { hasOutsideTrigger, type Scaler, scalersOf } from '../readers/scaling';
import { shown } from '../readers/show';

/**
 * The fewest and the most replicas of a scaler can be reached: the fewest are no more than the most, and zero only
 * where something can wake the workload up again.
 * @see https://keda.sh/docs/2.21/reference/scaledobject-spec/
 */
export const scalingBoundsAreSound: Law = {
  id: 'scaling-bounds-are-sound',
  *judge(world): Generator<Breach> {
    for (const scaler of scalersOf(world)) {
      const faults =
        scaler.manifest.object.kind === 'ScaledObject'
          ? scaledObjectFaults(scaler)
          : autoscalerFaults(scaler);
      for (const message of faults) yield { manifest: scaler.manifest, message };
    }
  },
};

function* autoscalerFaults({ minimum, maximum }: Scaler): Generator<string> {
  if (minimum < 1)
    yield `\`minReplicas\` must be at least 1, got ${minimum}; only a ScaledObject scales to 0`;
  if (minimum > maximum) yield `\`minReplicas\` must be at most \`maxReplicas\` ${maximum}, got ${minimum}`;
}

function* scaledObjectFaults(scaler: Scaler): Generator<string> {
  const { minimum, maximum } = scaler;
  const { object } = scaler.manifest;
  if (minimum > maximum) {
    yield `\`minReplicaCount\` must be at most \`maxReplicaCount\` ${maximum}, got ${minimum}`;
  }
  const idle = at(object, 'spec.idleReplicaCount');
  if (idle === undefined) yield* zeroFaults(scaler, 'minReplicaCount', minimum);
  else if (idle !== 0) yield `\`idleReplicaCount\` must be 0, got ${shown(idle)}`;
  else if (minimum < 1) {
    yield `\`idleReplicaCount\` must be below \`minReplicaCount\`, got 0 and ${minimum}; leave it out to scale to 0`;
  } else yield* zeroFaults(scaler, 'idleReplicaCount', 0);
}

/** What keeps a workload from coming back once it has no pod left. */
function* zeroFaults(scaler: Scaler, field: string, lowest: number): Generator<string> {
  if (lowest >= 1) return;
  if (!hasOutsideTrigger(scaler)) {
    yield `\`${field}\` must not let cpu and memory alone scale from 0, got ${lowest}; use \`minReplicaCount: 1\``;
  } else if (isMapping(at(scaler.manifest.object, 'spec.fallback'))) {
    yield `\`${field}\` must not be 0 beside a \`fallback\`, which never lifts 0 to 1, got ${lowest}; use \`minReplicaCount: 1\``;
  }
}
