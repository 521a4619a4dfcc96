import { list, text } from '../../../checks/readers/read';

const MINUTE = 60_000;

/**
 * Whether a sync window of an AppProject is active: it began less than its duration ago. Worked out minute by minute
 * from the clock of its time zone, not as Argo CD does it.
 *
 * @param window entry of `spec.syncWindows`
 * @param now milliseconds since 1970
 */
export function isActive(window: unknown, now: number): boolean {
  const fields = (text(window, 'schedule') ?? '').split(' ').map(valuesOf);
  const clock = clockOf(text(window, 'timeZone') ?? 'UTC');
  const minutes = Math.ceil(durationOf(text(window, 'duration') ?? '') / MINUTE);
  const thisMinute = Math.floor(now / MINUTE) * MINUTE;
  return Array.from({ length: minutes }, (_, ago) => thisMinute - ago * MINUTE).some((at) =>
    matches(fields, clock(at)),
  );
}

/** Sync windows of an AppProject that forbid syncing now. */
export function activeDenials(project: unknown, now: number): readonly unknown[] {
  return list(project, 'spec.syncWindows').filter(
    (window) => text(window, 'kind') === 'deny' && isActive(window, now),
  );
}

/** Values that a field of a cron schedule admits; undefined for all. */
type Values = ReadonlySet<number> | undefined;

/** `*`, `5`, `1-5`, `1,3`, with a step each: `1-5/2`. */
function valuesOf(field: string): Values {
  if (field === '*') return undefined;
  return new Set(field.split(',').flatMap(rangeOf));
}

function rangeOf(part: string): readonly number[] {
  const [range = '', step = '1'] = part.split('/');
  const [from, to] = range === '*' ? [0, 59] : range.split('-').map(Number);
  if (from === undefined || Number.isNaN(from)) throw new Error(`a schedule must be numbers, got ${part}`);
  const last = to ?? (part.includes('/') ? 59 : from);
  return Array.from({ length: last - from + 1 }, (_, index) => from + index).filter(
    (value) => (value - from) % Number(step) === 0,
  );
}

/** Minute, hour, day of the month, month, day of the week. When both days are restricted either is enough. */
function matches(fields: readonly Values[], clock: readonly number[]): boolean {
  const [minute = true, hour = true, day = true, month = true, weekday = true] = clock.map(
    (value, index) => fields[index]?.has(value) ?? true,
  );
  const either = fields[2] !== undefined && fields[4] !== undefined;
  return minute && hour && month && (either ? day || weekday : day && weekday);
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function clockOf(timeZone: string): (at: number) => readonly number[] {
  const parts = { minute: '2-digit', hour: '2-digit', day: 'numeric', month: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en-US', {
    ...parts,
    weekday: 'short',
    timeZone,
    hourCycle: 'h23',
  });
  return (at) => {
    const found = new Map<string, string>(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const values = ['minute', 'hour', 'day', 'month'].map((type) => Number(found.get(type)));
    return [...values, WEEKDAYS.indexOf(found.get('weekday') ?? '')];
  };
}

const UNITS: Readonly<Record<string, number>> = { h: 60 * MINUTE, m: MINUTE, s: 1000 };

/** Milliseconds of a duration as Go writes it: `62h`, `1h30m`. */
function durationOf(duration: string): number {
  const parts = [...duration.matchAll(/(\d+)([hms])/g)];
  if (parts.map(([part]) => part).join('') !== duration || parts.length === 0) {
    throw new Error(`a duration must be as Go writes it, like 62h, got ${duration}`);
  }
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
}
