import { comingMinute, minuteAfter, scheduleOf } from './schedule';

test.each([
  ['2026-11-24T11:41:01Z', '2026-11-24T11:42:00Z'],
  ['2026-11-24T11:41:50Z', '2026-11-24T11:43:00Z'],
  ['2026-11-24T11:58:01Z', '2026-11-24T12:00:00Z'],
  ['2026-11-24T11:43:30Z', '2026-11-24T11:45:00Z'],
])('at %s the coming minute is %s', (now, minute) => {
  expect(comingMinute(Date.parse(now), 20_000)).toBe(Date.parse(minute));
});

test('a minute lasts one', () => {
  expect(minuteAfter(Date.parse('2026-11-24T11:59:00Z'))).toBe(Date.parse('2026-11-24T12:00:00Z'));
});

test.each([
  ['America/Sao_Paulo', '0,1 23 31 12 *'],
  ['Etc/UTC', '0,1 2 1 1 *'],
  ['Asia/Kathmandu', '45,46 7 1 1 *'],
])('a schedule is written in the time of %s', (timeZone, schedule) => {
  expect(scheduleOf(Date.parse('2027-01-01T02:00:00Z'), timeZone)).toBe(schedule);
});
