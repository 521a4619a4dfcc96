import { type ClockChange, clockChanges } from './clock-change';
import { type Cron, parseCron } from './cron';

const MINUTES_A_DAY = 24 * 60;
const SECONDS_A_MINUTE = 60;

/**
 * The days looked at, from the first of 2026 on since synth has no clock: eight years, so that a schedule on
 * 29 February comes round twice.
 */
const CALENDAR = Array.from({ length: 8 * 365 + 2 }, (_, index) => {
  const date = new Date(Date.UTC(2026, 0, 1 + index));
  return { day: date.getUTCDate(), month: date.getUTCMonth() + 1, weekday: date.getUTCDay() };
});

const EVERY_DAY = [...CALENDAR.keys()];

/**
 * Why `expression` is not a schedule that a CronJob takes, or undefined when it is one: five fields, no zone in
 * the text, and due again and again.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function scheduleFault(expression: string): string | undefined {
  try {
    return daysOf(parseCron(expression)).length === 0 ? 'must come round at least once' : undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

/** Shortest and longest time between two runs of a valid schedule, in seconds, without clock changes. */
export function intervals(expression: string): { readonly shortest: number; readonly longest: number } {
  const cron = parseCron(expression);
  const times = timesOf(cron);
  const overnight = (times[0] ?? 0) - (times.at(-1) ?? 0);
  const withinDay = gaps(times);
  const acrossDays = gaps(daysOf(cron)).map((count) => count * MINUTES_A_DAY + overnight);
  const all = [...withinDay, ...acrossDays].map((minutes) => minutes * SECONDS_A_MINUTE);
  return { shortest: Math.min(...all), longest: Math.max(...all) };
}

/** The change of the clocks of a valid time zone that skips or repeats a run of a valid schedule, if there is one. */
export function disturbingClockChange(expression: string, timeZone: string): ClockChange | undefined {
  const times = timesOf(parseCron(expression));
  return clockChanges(timeZone).find(({ from, to }) =>
    times.some((time) => [time, time + MINUTES_A_DAY].some((minute) => minute >= from && minute < to)),
  );
}

const WORD = '(?:[A-Z][a-z]+|of|es|au|DumontDUrville|McMurdo|ComodRivadavia)';
const AREA = '(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)';
const TIME_ZONE = new RegExp(
  `^(?:UTC|Etc/(?:UTC|GMT[+-][1-9][0-4]?)|${AREA}(?:/${WORD}(?:[_-]${WORD})*){1,2})$`,
);

/**
 * Whether `name` is a time zone of the IANA database as Go's loader takes it: by area and place in exact letters, or
 * UTC. Intl folds letters, and knows abbreviations (`JST`) that Go does not.
 */
export function isTimeZone(name: string): boolean {
  if (!TIME_ZONE.test(name)) return false;
  try {
    const resolved = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    return resolved === name || resolved.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

/** Minutes of the day at which it runs, in order. */
function timesOf({ hours, minutes }: Cron): readonly number[] {
  return hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
}

/** Days on which it runs, counted from the first day looked at. */
function daysOf({ days, months, weekdays, either }: Cron): readonly number[] {
  if (months.length === 12 && days.length === 31 && weekdays.length === 7) return EVERY_DAY;
  const [inMonths, onDays, onWeekdays] = [new Set(months), new Set(days), new Set(weekdays)];
  return EVERY_DAY.filter((index) => {
    const { day = 0, month = 0, weekday = 0 } = CALENDAR[index] ?? {};
    if (!inMonths.has(month)) return false;
    const onDay = onDays.has(day);
    const onWeekday = onWeekdays.has(weekday);
    return either ? onDay || onWeekday : onDay && onWeekday;
  });
}

/** Every distance between neighbours, once. */
function gaps(sorted: readonly number[]): readonly number[] {
  const distances = new Set<number>();
  for (const [index, value] of sorted.entries()) {
    if (index > 0) distances.add(value - (sorted[index - 1] ?? 0));
  }
  return [...distances];
}
