import { keycloakAnswersItsProbes as law } from '../../../checks/laws/keycloak-answers-its-probes';
import { judge } from '../judge';
import { judgeKeycloak, keycloakObjects, option, SERVER } from '../keycloak';
import { spoilt } from '../spoil';

test('what we render passes', () => {
  expect(judgeKeycloak(law)).toEqual([]);
});

const SET = 'StatefulSet/keycloak';

test('a path below which it does not answer fails', () => {
  expect(judgeKeycloak(law, option('KC_HTTP_MANAGEMENT_RELATIVE_PATH', '/manage'))).toEqual(
    ['startupProbe', 'readinessProbe', 'livenessProbe'].map((probe) =>
      expect.stringContaining(
        `\`${probe}.httpGet.path\` must begin with /manage/health, below which Keycloak answers, got '/health/`,
      ),
    ),
  );
});

test('another port fails', () => {
  expect(judgeKeycloak(law, [SET, `${SERVER}/readinessProbe/httpGet/port`, 'http'])).toEqual([
    'StatefulSet/keycloak: `readinessProbe.httpGet.port` must be the management port 9000, got 8080',
  ]);
});

test('another scheme fails', () => {
  expect(judgeKeycloak(law, [SET, `${SERVER}/readinessProbe/httpGet/scheme`, 'HTTPS'])).toEqual([
    "StatefulSet/keycloak: `readinessProbe.httpGet.scheme` must be HTTP, got 'HTTPS'",
  ]);
});

test('health that is off while it is asked for fails', () => {
  expect(judgeKeycloak(law, option('KC_HEALTH_ENABLED', 'false'))).toEqual([
    "StatefulSet/keycloak: `KC_HEALTH_ENABLED` must be 'true' where probes ask for health, got 'false'",
  ]);
});

test('metrics that are off while they are asked for fail', () => {
  expect(judgeKeycloak(law, option('KC_METRICS_ENABLED', 'false'))).toEqual([
    "StatefulSet/keycloak: `KC_METRICS_ENABLED` must be 'true' where a ServiceMonitor asks for metrics, got 'false'",
  ]);
});

test('anything at all can be judged', () => {
  const objects = keycloakObjects.filter(({ kind }) => kind === 'StatefulSet' || kind === 'HTTPRoute');
  for (const some of spoilt(objects)) expect(judge(law, some)).toBeInstanceOf(Array);
});
