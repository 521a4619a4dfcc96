import type { Breach, Law } from '../law';
import { type Fields, mapping, mappings } from '../readers/read';
import { type Scaler, scalersOf } from '../readers/scaling';
import { faultOfSchedule, isZone } from '../readers/schedules';
import { shown } from '../readers/show';

/**
 * A cron trigger of a ScaledObject begins and ends, in a time zone that exists, and wants more replicas than there
 * are without it and no more than there may be. Outside office hours the minimum holds: a trigger that wants none
 * does not scale to zero.
 * @see https://keda.sh/docs/2.21/scalers/cron/
 */
export const cronTriggersCanFire: Law = {
  id: 'cron-triggers-can-fire',
  *judge(world): Generator<Breach> {
    for (const scaler of scalersOf(world)) {
      for (const [index, trigger] of mappings(scaler.manifest.object, 'spec.triggers').entries()) {
        if (trigger['type'] !== 'cron') continue;
        const faults = faultsOf(`triggers[${index}].metadata`, mapping(trigger, 'metadata'), scaler);
        for (const message of faults) yield { manifest: scaler.manifest, message };
      }
    }
  },
};

function* faultsOf(path: string, metadata: Fields, { minimum, maximum }: Scaler): Generator<string> {
  const { timezone, start, end, desiredReplicas } = metadata;
  if (!isZone(timezone)) {
    yield `\`${path}.timezone\` must be an IANA time zone, got ${shown(timezone)}; use 'America/Sao_Paulo'`;
  }
  for (const [field, schedule] of Object.entries({ start, end })) {
    const fault = faultOfSchedule(schedule);
    if (fault !== undefined) yield `\`${path}.${field}\` ${fault}, got ${shown(schedule)}`;
  }
  if (start !== undefined && start === end) {
    yield `\`${path}.end\` must not be its \`start\`, got ${shown(end)} for both`;
  }
  // Bounds that cross are the fault of `scaling-bounds-are-sound`: no number lies between them.
  const desired = Number(desiredReplicas ?? Number.NaN);
  if (minimum <= maximum && !(desired > minimum && desired <= maximum)) {
    yield `\`${path}.desiredReplicas\` must be above the minimum ${minimum} and at most the maximum ${maximum}, got ${shown(desiredReplicas)}`;
  }
}
