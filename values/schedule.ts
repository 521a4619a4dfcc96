import { Cron } from 'croner';

/** Where schedules are judged from: synth has no clock, and a fixed year shows every gap and every clock change. */
const REFERENCE = new Date('2026-01-01T00:00:00Z');
const RUNS_LOOKED_AT = 400;
const FIELDS = /^[-\d*/,A-Za-z]+( [-\d*/,A-Za-z]+){4}$/;

/**
 * Why `expression` is not a schedule that a CronJob takes, or undefined when it is one: five fields, no zone in
 * the text.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function scheduleFault(expression: string): string | undefined {
  if (!FIELDS.test(expression))
    return 'must have five fields separated by single spaces (minute hour day month weekday)';
  try {
    return nextRuns(expression, 1).length === 0 ? 'must come round at least once' : undefined;
  } catch (error) {
    return `must be a cron expression (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** Shortest and longest time between two runs of a valid schedule, in seconds; infinite when it runs once. */
export function intervals(expression: string): { readonly shortest: number; readonly longest: number } {
  const runs = nextRuns(expression, RUNS_LOOKED_AT).map((run) => run.getTime() / 1000);
  const gaps = runs.slice(1).map((run, index) => run - (runs[index] ?? 0));
  return gaps.length === 0
    ? { shortest: Number.POSITIVE_INFINITY, longest: Number.POSITIVE_INFINITY }
    : { shortest: Math.min(...gaps), longest: Math.max(...gaps) };
}

/** Whether a valid schedule runs between 01:00 and 02:59, the hours that a clock change skips or repeats. */
export function runsDuringClockChange(expression: string): boolean {
  return nextRuns(expression, RUNS_LOOKED_AT).some((run) => [1, 2].includes(run.getUTCHours()));
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

function nextRuns(expression: string, count: number): Date[] {
  return new Cron(expression, { mode: '5-part', timezone: 'UTC', paused: true }).nextRuns(count, REFERENCE);
}
