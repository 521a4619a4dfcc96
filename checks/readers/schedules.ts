import { intervals, isTimeZone, scheduleFault } from '../../values/schedule';
import { onceForText } from './once';

/**
 * Schedules and zones as laws ask for them: of anything at all, and of the same few again and again. Each is worked
 * out once, because it takes a thousand times as long as everything else that is asked of an object.
 */

/** Why something is not a schedule of five fields; undefined when it is one. */
export function faultOfSchedule(schedule: unknown): string | undefined {
  return faults(textOf(schedule));
}

/** Shortest time between two runs in seconds; infinite where it is no schedule or runs once. */
export function intervalOf(schedule: unknown): number {
  const fault = faultOfSchedule(schedule);
  return fault === undefined ? shortest(textOf(schedule)) : Number.POSITIVE_INFINITY;
}

/** Whether something is a time zone of the IANA database. */
export function isZone(zone: unknown): boolean {
  return zones(textOf(zone));
}

const faults = onceForText(scheduleFault);
const shortest = onceForText((schedule) => intervals(schedule).shortest);
const zones = onceForText(isTimeZone);

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
