const MINUTES_A_DAY = 24 * 60;
const MILLISECONDS_A_MINUTE = 60_000;

/** The year looked at: synth has no clock. */
const FIRST = Date.UTC(2026, 0, 1);
const MONTHS = Array.from({ length: 13 }, (_, month) => Date.UTC(2026, month, 1));

/** Minutes of the day, from `from` up to and without `to`, that a clock change skips or repeats; `to` may be after midnight. */
export interface ClockChange {
  readonly from: number;
  readonly to: number;
}

/** What the clocks of a valid time zone skip and repeat during 2026, a change a month; none where they never change. */
export function clockChanges(timeZone: string): readonly ClockChange[] {
  const offset = offsetsOf(timeZone);
  return MONTHS.slice(1).flatMap((end, index) => {
    const start = MONTHS[index] ?? FIRST;
    if (offset(start) === offset(end)) return [];
    const change = firstAfter(start, end, (time) => offset(time) !== offset(start));
    const [before, after] = [offset(change - MILLISECONDS_A_MINUTE), offset(change)];
    const local = (change - FIRST) / MILLISECONDS_A_MINUTE + Math.min(before, after);
    const from = ((local % MINUTES_A_DAY) + MINUTES_A_DAY) % MINUTES_A_DAY;
    return [{ from, to: from + Math.abs(after - before) }];
  });
}

/** Offset from UTC in minutes, by time. */
function offsetsOf(timeZone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  return (time) => {
    const text = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = 0, minutes = 0] = /([+-])(\d\d):(\d\d)/.exec(text) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
}

/** First whole minute in a span at which `holds` is true; it is false at `start` and true at `end`. */
function firstAfter(start: number, end: number, holds: (time: number) => boolean): number {
  const middle = start + Math.floor((end - start) / 2 / MILLISECONDS_A_MINUTE) * MILLISECONDS_A_MINUTE;
  if (middle === start) return end;
  return holds(middle) ? firstAfter(start, middle, holds) : firstAfter(middle, end, holds);
}
