import { activeDenials, isActive } from './windows';

/** From Friday 18:00 to Monday 08:00; São Paulo is three hours behind UTC. */
const weekend = { kind: 'deny', schedule: '0 18 * * 5', duration: '62h', timeZone: 'America/Sao_Paulo' };

test.each([
  ['2026-11-27T20:59:59Z', false],
  ['2026-11-27T21:00:30Z', true],
  ['2026-11-29T12:00:00Z', true],
  ['2026-11-30T10:59:30Z', true],
  ['2026-11-30T11:00:30Z', false],
  ['2026-11-24T12:00:00Z', false],
])('the weekend of São Paulo at %s: %s', (now, active) => {
  expect(isActive(weekend, Date.parse(now))).toBe(active);
});

test.each([
  ['* * * * *', true],
  ['30 9-17/4 * * 1-5', true],
  ['30 9-17/3 * * 1-5', false],
  ['30 13 24 * 0', true],
  ['30 13 24 12 *', false],
  ['15,30,45 13 * 11 2', true],
])('%s on Tuesday 24 November at 13:30: %s', (schedule, active) => {
  expect(isActive({ schedule, duration: '1m' }, Date.parse('2026-11-24T13:30:10Z'))).toBe(active);
});

test('only windows that deny count as denials', () => {
  const now = Date.parse('2026-11-28T12:00:00Z');
  const project = { spec: { syncWindows: [weekend, { ...weekend, kind: 'allow' }] } };
  expect(activeDenials(project, now)).toEqual([weekend]);
});

test('a duration that Go would not read is refused', () => {
  expect(() => isActive({ ...weekend, duration: '2 days' }, 0)).toThrow(
    'a duration must be as Go writes it, like 62h, got 2 days',
  );
});
