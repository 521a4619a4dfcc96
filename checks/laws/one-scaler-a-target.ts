import type { Breach, Law } from '../law';
import { at } from '../readers/read';
import { identityOf, type Scaler, scalersByTarget } from '../readers/scaling';
import { shown } from '../readers/show';

/**
 * One HorizontalPodAutoscaler or ScaledObject sets the replicas of a workload, and the workload itself sets none:
 * two of them undo each other, and every sync would undo a scaler.
 */
export const oneScalerATarget: Law = {
  id: 'one-scaler-a-target',
  *judge(world): Generator<Breach> {
    const scalers = scalersByTarget(world);
    for (const [first, ...others] of scalers.values()) {
      for (const { manifest } of others) {
        const message = `\`scaleTargetRef\` must not name a workload that ${called(first)} scales; keep one of the two`;
        yield { manifest, message };
      }
    }
    for (const { manifest } of world.pods) {
      const replicas = at(manifest.object, 'spec.replicas');
      const [scaler] = scalers.get(identityOf(manifest)) ?? [];
      if (scaler === undefined || replicas === undefined) continue;
      const message = `\`replicas\` must not be set where ${called(scaler)} scales, got ${shown(replicas)}`;
      yield { manifest, message };
    }
  },
};

function called(scaler: Scaler | undefined): string {
  const { kind, metadata } = scaler?.manifest.object ?? { kind: '', metadata: { name: '' } };
  return `${kind} '${metadata.name}'`;
}
