const MINUTE = 60_000;

/**
 * The first full minute that is at least so many milliseconds away, in the same hour as the one after it in every time
 * zone: those that are off by other than hours are so by quarters.
 */
export function comingMinute(now: number, away: number): number {
  const minute = Math.ceil((now + away) / MINUTE) * MINUTE;
  return (minute / MINUTE) % 15 === 14 ? minute + MINUTE : minute;
}

/** The minute after this one. */
export function minuteAfter(minute: number): number {
  return minute + MINUTE;
}

/**
 * A CronJob's schedule for this minute and the one after it, and no other of the year.
 *
 * @param timeZone as a CronJob names it; without one the controller manager's own counts, which runs on this machine
 */
export function scheduleOf(minute: number, timeZone?: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    minute: 'numeric',
    hour: 'numeric',
    day: 'numeric',
    month: 'numeric',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(
    format.formatToParts(minute).map(({ type, value }) => [type, Number(value)]),
  );
  const first = parts['minute'] ?? 0;
  return `${first},${first + 1} ${parts['hour']} ${parts['day']} ${parts['month']} *`;
}
