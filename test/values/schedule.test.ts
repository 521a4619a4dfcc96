import fc from 'fast-check';
import { clockChanges } from '../../values/clock-change';
import { disturbingClockChange, intervals, isTimeZone } from '../../values/schedule';

const SECONDS_A_DAY = 86_400;

test('every so many minutes of the hour is the distance between runs, the last gap aside', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 59 }), (step) => {
      const { shortest, longest } = intervals(`*/${step} * * * *`);
      const rest = 60 - Math.floor(59 / step) * step;
      const gaps = step < 60 && Math.floor(59 / step) > 0 ? [step, rest] : [60];
      expect({ shortest, longest }).toEqual({
        shortest: Math.min(...gaps) * 60,
        longest: Math.max(...gaps) * 60,
      });
    }),
  );
});

test('two times of the day divide it, whatever they are', () => {
  const minute = fc.integer({ min: 0, max: 59 });
  const hours = fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 2, maxLength: 2 });
  fc.assert(
    fc.property(minute, hours, (at, [one = 0, other = 0]) => {
      const { shortest, longest } = intervals(`${at} ${one},${other} * * *`);
      expect(shortest).toBeLessThanOrEqual(longest);
      expect(shortest + longest).toBe(SECONDS_A_DAY);
    }),
  );
});

test.each([
  'UTC',
  'Etc/UTC',
  'Etc/GMT+3',
  'America/Sao_Paulo',
  'America/Argentina/Buenos_Aires',
  'Asia/Kolkata',
  'Africa/Dar_es_Salaam',
  'Antarctica/DumontDUrville',
  'America/Port-au-Prince',
])('%s is a time zone', (name) => {
  expect(isTimeZone(name)).toBe(true);
});

test.each([
  'Brazil',
  'Sao_Paulo',
  'America/Nowhere',
  'america/sao_paulo',
  'America/Sao_paulo',
  'Asia/KOLKATA',
  'JST',
  'EST',
  'Local',
  'GMT+3',
  '+03:00',
  '-03:00',
  'Etc/GMT+99',
  'TZ=UTC',
  '../../etc/passwd',
  'America/../UTC',
  '',
  ' UTC',
  '__proto__',
])('%p is none', (name) => {
  expect(isTimeZone(name)).toBe(false);
});

test.each([
  ['UTC', []],
  ['America/Sao_Paulo', []],
  [
    'America/New_York',
    [
      [2, 3],
      [1, 2],
    ],
  ],
  [
    'Europe/Berlin',
    [
      [2, 3],
      [2, 3],
    ],
  ],
  [
    'Europe/Helsinki',
    [
      [3, 4],
      [3, 4],
    ],
  ],
  [
    'America/Santiago',
    [
      [23, 24],
      [0, 1],
    ],
  ],
  [
    'Africa/Casablanca',
    [
      [2, 3],
      [2, 3],
    ],
  ],
  [
    'Australia/Lord_Howe',
    [
      [1.5, 2],
      [2, 2.5],
    ],
  ],
])('the clocks of %s skip and repeat these hours', (timeZone, hours) => {
  expect(clockChanges(timeZone).map(({ from, to }) => [from / 60, to / 60])).toEqual(hours);
});

test.each([
  ['30 2 * * *', 'Europe/Berlin', { from: 120, to: 180 }],
  ['59 2 1 * *', 'Europe/Berlin', { from: 120, to: 180 }],
  ['0 3 * * *', 'Europe/Berlin', undefined],
  ['59 1 * * *', 'Europe/Berlin', undefined],
  ['0 3 * * *', 'Europe/Helsinki', { from: 180, to: 240 }],
  ['30 1 * * *', 'America/New_York', { from: 60, to: 120 }],
  ['30 23 * * *', 'America/Santiago', { from: 1380, to: 1440 }],
  ['30 2 * * *', 'America/Sao_Paulo', undefined],
])('%s in %s is disturbed: %p', (schedule, timeZone, change) => {
  expect(disturbingClockChange(schedule, timeZone)).toEqual(change);
});
