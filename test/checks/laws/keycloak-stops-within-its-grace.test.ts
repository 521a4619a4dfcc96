import { keycloakStopsWithinItsGrace as law } from '../../../checks/laws/keycloak-stops-within-its-grace';
import { judge } from '../judge';
import { judgeKeycloak, keycloakObjects, option } from '../keycloak';
import { spoilt } from '../spoil';

test('what we render passes', () => {
  expect(judgeKeycloak(law)).toEqual([]);
});

const GRACE = '/spec/template/spec/terminationGracePeriodSeconds';

test('a grace period below the sum fails', () => {
  expect(judgeKeycloak(law, ['StatefulSet/keycloak', GRACE, 25])).toEqual([
    'StatefulSet/keycloak: `terminationGracePeriodSeconds` must be at least 26: 10 of `preStop`, 1 of KC_SHUTDOWN_DELAY, 10 of KC_SHUTDOWN_TIMEOUT and 5 to end, got 25; raise it',
  ]);
  expect(judgeKeycloak(law, ['StatefulSet/keycloak', GRACE, 26])).toEqual([]);
});

test.each([
  ['20s', 36],
  ['PT20S', 36],
  ['1m', 76],
  ['15', 31],
  ['nonsense', 0],
])('a time-out of %s takes its share', (value, least) => {
  const faults = judgeKeycloak(law, option('KC_SHUTDOWN_TIMEOUT', value));
  expect(faults).toEqual(least > 30 ? [expect.stringContaining(`must be at least ${least}:`)] : []);
});

test('anything at all can be judged', () => {
  const objects = keycloakObjects.filter(({ kind }) => kind === 'StatefulSet' || kind === 'HTTPRoute');
  for (const some of spoilt(objects)) expect(judge(law, some)).toBeInstanceOf(Array);
});
