import type { Law } from '../law';
import { mappings } from '../readers/read';
import { shown } from '../readers/show';

const RESOURCES: ReadonlySet<unknown> = new Set(['Resource', 'ContainerResource']);

/**
 * A HorizontalPodAutoscaler looks at CPU and memory only; requests in progress, time tables and queues are for a
 * ScaledObject, because one cluster has one server of external metrics and KEDA is it.
 */
export const hpasScaleOnResources: Law = {
  id: 'hpas-scale-on-resources',
  *judge(world) {
    for (const manifest of world.ofKind('autoscaling', 'HorizontalPodAutoscaler')) {
      for (const [index, { type }] of mappings(manifest.object, 'spec.metrics').entries()) {
        if (RESOURCES.has(type)) continue;
        yield {
          manifest,
          message: `\`metrics[${index}].type\` must be Resource or ContainerResource, got ${shown(type)}; use a ScaledObject`,
        };
      }
    }
  },
};
