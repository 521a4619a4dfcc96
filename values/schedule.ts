import { type Cron, parseCronExpression } from 'cron-schedule';

const MINUTES_A_DAY = 24 * 60;
const SECONDS_A_MINUTE = 60;
const MILLISECONDS_A_DAY = MINUTES_A_DAY * SECONDS_A_MINUTE * 1000;

/** First day looked at: synth has no clock. */
const FIRST_DAY = Date.UTC(2026, 0, 1);

/** Days looked at: eight years, so that a schedule on 29 February comes round twice. */
const DAYS_LOOKED_AT = 8 * 365 + 2;

const ITEM = String.raw`(?:\*|[0-9]+|[A-Za-z]{3})(?:-(?:[0-9]+|[A-Za-z]{3}))?(?:/[1-9][0-9]*)?`;
const FIELDS = new RegExp(`^${ITEM}(?:,${ITEM})*(?: ${ITEM}(?:,${ITEM})*){4}$`);

/** Sunday is 0 alone: the parser of Kubernetes refuses 7. */
const WEEKDAY_7 = /(?:^|[,-])7/;

/**
 * Why `expression` is not a schedule that a CronJob takes, or undefined when it is one: five fields, no zone in
 * the text.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function scheduleFault(expression: string): string | undefined {
  if (!FIELDS.test(expression)) {
    return 'must have five fields separated by single spaces (minute hour day month weekday)';
  }
  if (WEEKDAY_7.test(expression.split(' ')[4] ?? '')) return 'must have a weekday from 0 (Sunday) to 6';
  try {
    return daysOf(expression).length === 0 ? 'must come round at least once' : undefined;
  } catch (error) {
    return `must be a cron expression (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** Shortest and longest time between two runs of a valid schedule, in seconds, without clock changes. */
export function intervals(expression: string): { readonly shortest: number; readonly longest: number } {
  const times = timesOf(parseCronExpression(expression));
  const days = daysOf(expression);
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  const withinDay = gaps(times);
  const acrossDays = gaps(days).map((count) => count * MINUTES_A_DAY - last + first);
  const all = [...withinDay, ...acrossDays].map((minutes) => minutes * SECONDS_A_MINUTE);
  return { shortest: Math.min(...all), longest: Math.max(...all) };
}

/** Whether a valid schedule runs between 01:00 and 02:59, the hours that a clock change skips or repeats. */
export function runsDuringClockChange(expression: string): boolean {
  return parseCronExpression(expression).hours.some((hour) => hour === 1 || hour === 2);
}

/**
 * Whether `name` is a time zone of the IANA database as Go's loader on Linux takes it: exact letters, no offset,
 * no `Local`.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/.test(name)) return false;
  try {
    const resolved = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    return resolved === name || resolved.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

/** Whether clocks change during the year in a valid time zone. */
export function hasClockChange(timeZone: string): boolean {
  const offsetIn = (month: number) =>
    new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
      .formatToParts(Date.UTC(2026, month, 15))
      .find((part) => part.type === 'timeZoneName')?.value;
  return offsetIn(0) !== offsetIn(6);
}

/** Minutes of the day at which it runs, in order. */
function timesOf({ hours, minutes }: Cron): readonly number[] {
  return hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
}

/**
 * Days on which it runs, counted from the first day looked at. As in every cron, day and weekday are alternatives
 * unless one of them begins with a star.
 */
function daysOf(expression: string): readonly number[] {
  const { days, months, weekdays } = parseCronExpression(expression);
  const [, , day = '', , weekday = ''] = expression.split(' ');
  const either = !day.startsWith('*') && !weekday.startsWith('*');
  return Array.from({ length: DAYS_LOOKED_AT }, (_, index) => index).filter((index) => {
    const date = new Date(FIRST_DAY + index * MILLISECONDS_A_DAY);
    if (!months.includes(date.getUTCMonth())) return false;
    const onDay = days.includes(date.getUTCDate());
    const onWeekday = weekdays.includes(date.getUTCDay());
    return either ? onDay || onWeekday : onDay && onWeekday;
  });
}

function gaps(sorted: readonly number[]): readonly number[] {
  return sorted.slice(1).map((value, index) => value - (sorted[index] ?? 0));
}
