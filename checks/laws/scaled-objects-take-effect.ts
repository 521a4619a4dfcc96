import type { Breach, Law } from '../law';
import { at, isMapping, mappings, text } from '../readers/read';
import { hasOutsideTrigger, type Scaler, scalersOf } from '../readers/scaling';

/** A label of KEDA's autoscaler holds its name, `keda-hpa-` and the ScaledObject's. */
const LONGEST_LABEL = 63;
const PREFIX = 'keda-hpa-';

/**
 * What a ScaledObject says happens: its name fits, a `fallback` has a trigger to stand in for, and the settings of
 * scaling to zero stand only where it scales to zero.
 * @see https://keda.sh/docs/2.21/reference/scaledobject-spec/
 */
export const scaledObjectsTakeEffect: Law = {
  id: 'scaled-objects-take-effect',
  *judge(world): Generator<Breach> {
    for (const scaler of scalersOf(world)) {
      if (scaler.manifest.object.kind !== 'ScaledObject') continue;
      for (const message of faultsOf(scaler)) yield { manifest: scaler.manifest, message };
    }
  },
};

function* faultsOf(scaler: Scaler): Generator<string> {
  const { object } = scaler.manifest;
  const { name } = object.metadata;
  const named = text(object, 'spec.advanced.horizontalPodAutoscalerConfig.name') !== undefined;
  const longest = named ? LONGEST_LABEL : LONGEST_LABEL - PREFIX.length;
  if (name.length > longest) {
    yield `\`metadata.name\` must have at most ${longest} characters, got ${name.length}; shorten it`;
  }
  const fallback = isMapping(at(object, 'spec.fallback'));
  const composed = text(object, 'spec.advanced.scalingModifiers.formula') !== undefined;
  if (fallback && !composed && !hasOutsideTrigger(scaler)) {
    yield '`fallback` must not stand beside triggers of cpu and memory alone, which never fail; leave it out';
  }
  const idle = [...settingsWithoutEffect(scaler)];
  if (idle.length > 0) {
    yield `${idle.map((field) => `\`${field}\``).join(' and ')} must not be set with \`minReplicaCount\` ${scaler.minimum}, where the autoscaler alone decides; leave it out`;
  }
}

/** KEDA's own loop has nothing to do above zero, unless it refreshes metrics that are cached. */
function* settingsWithoutEffect({ manifest: { object }, minimum }: Scaler): Generator<string> {
  if (minimum === 0 || at(object, 'spec.idleReplicaCount') !== undefined) return;
  const cached = mappings(object, 'spec.triggers').some((trigger) => trigger['useCachedMetrics'] === true);
  if (!cached && at(object, 'spec.pollingInterval') !== undefined) yield 'pollingInterval';
  if (at(object, 'spec.cooldownPeriod') !== undefined) yield 'cooldownPeriod';
}
