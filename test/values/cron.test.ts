import fc from 'fast-check';
import { parseCron } from '../../values/cron';
import { intervals, scheduleFault } from '../../values/schedule';

const DAY = 86_400;

/** What robfig/cron 3.0.1, the parser of Kubernetes, made of each from 2026 to 2033: seconds between two runs. */
const TAKEN: readonly (readonly [expression: string, shortest: number, longest: number])[] = [
  ['* * * * *', 60, 60],
  ['0 3 * * *', DAY, DAY],
  ['00 03 * * *', DAY, DAY],
  ['10 * * * *', 3600, 3600],
  ['*/15 * * * *', 900, 900],
  ['5/15 * * * *', 900, 900],
  ['*/7 * * * *', 240, 420],
  ['0-30/10 * * * *', 600, 1800],
  ['0,30 8-18 * * 1-5', 1800, 221_400],
  ['0 8 * * MON-FRI', DAY, 3 * DAY],
  ['0 0 * * sun', 7 * DAY, 7 * DAY],
  ['0 0 1 * *', 28 * DAY, 31 * DAY],
  ['0 0 31 * *', 31 * DAY, 61 * DAY],
  ['0 0 29 2 *', 1461 * DAY, 1461 * DAY],
  ['0 0 13 * 5', DAY, 7 * DAY],
  ['0 0 */2 * 1', DAY, 2 * DAY],
  ['0 0 */1 * 1', 7 * DAY, 7 * DAY],
  ['0 0 1,* * 1', 7 * DAY, 7 * DAY],
  ['0 0 1 * */2', DAY, 2 * DAY],
  ['0 0 10/10 * *', 864_000, 1_641_600],
  ['0 0 * JAN 0', 7 * DAY, 29_635_200],
  ['0 0 * * 1/2', 2 * DAY, 3 * DAY],
  ['15 22-23/1 * 12 6', 3600, 29_631_600],
];

test.each(TAKEN)('%s comes round as Kubernetes has it', (expression, shortest, longest) => {
  expect(scheduleFault(expression)).toBeUndefined();
  expect(intervals(expression)).toEqual({ shortest, longest });
});

const FIVE = 'must have five fields separated by single spaces (minute hour day month weekday)';
const ZONE = 'must not name a time zone, which has a key of its own';

test.each([
  ['60 * * * *', "must have minutes from 0 to 59 (not '60')"],
  ['0 24 * * *', "must have hours from 0 to 23 (not '24')"],
  ['0 0 0 * *', "must have days from 1 to 31 (not '0')"],
  ['0 0 32 * *', "must have days from 1 to 31 (not '32')"],
  ['0 0 * 0 *', "must have months from 1 to 12 (not '0')"],
  ['0 0 * 13 *', "must have months from 1 to 12 (not '13')"],
  ['0 0 * mon *', "must have months from 1 to 12 (not 'mon')"],
  ['0 3 * * 7', "must have weekdays from 0 (Sunday) to 6 (not '7')"],
  ['0 3 * * 1-7', "must have weekdays from 0 (Sunday) to 6 (not '7')"],
  ['0 3 * * FRI-SUN', "must have a range of weekdays that rises (not 'fri-sun')"],
  ['0 0 20-10 * *', "must have a range of days that rises (not '20-10')"],
  ['*/0 * * * *', "must have minutes such as 0, 0-59, * or */2 (not '*/0')"],
  ['a * * * *', "must have minutes such as 0, 0-59, * or */2 (not 'a')"],
  ['1,,2 * * * *', "must have minutes such as 0, 0-59, * or */2 (not '')"],
  ['1-2-3 * * * *', "must have minutes such as 0, 0-59, * or */2 (not '1-2-3')"],
  ['0 0 * * monday', "must have weekdays such as 0, 0-6, * or */2 (not 'monday')"],
  ['0 3 ? * *', "must have days such as 1, 1-31, * or */2 (not '?')"],
  ['@daily', FIVE],
  ['', FIVE],
  ['0 3 * *', FIVE],
  ['0 3  * *', FIVE],
  ['0 0 3 * * *', FIVE],
  [' 0 3 * * *', FIVE],
  ['TZ=UTC 0 3 * * *', ZONE],
  ['CRON_TZ=America/Sao_Paulo 0 3 * * *', ZONE],
  ['0 0 30 2 *', 'must come round at least once'],
  ['0 0 31 4,6,9,11 *', 'must come round at least once'],
])('%p is refused', (expression, fault) => {
  expect(scheduleFault(expression)).toBe(fault);
});

test('whatever is written gives a sentence or a schedule, and never anything else', () => {
  const near = fc.array(fc.constantFrom('0', '5', '*', '/', '-', ',', ' ', 'mon', 'x', '\n'), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        near.map((parts) => parts.join('')),
      ),
      (expression) => {
        expect(scheduleFault(expression) ?? 'must').toMatch(/^must /);
      },
    ),
  );
});

const field = (least: number, most: number) =>
  fc.uniqueArray(fc.integer({ min: least, max: most }), { minLength: 1, maxLength: 5 });

test('a list names its own numbers, in order', () => {
  fc.assert(
    fc.property(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6), (...lists) => {
      const [minutes, hours, days, months, weekdays] = lists.map((list) =>
        [...list].sort((one, other) => one - other),
      );
      expect(parseCron(lists.map((list) => list.join(',')).join(' '))).toEqual({
        minutes,
        hours,
        days,
        months,
        weekdays,
        either: true,
      });
    }),
  );
});
