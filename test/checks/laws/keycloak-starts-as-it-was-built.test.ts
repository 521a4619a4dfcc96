import { keycloakStartsAsItWasBuilt as law } from '../../../checks/laws/keycloak-starts-as-it-was-built';
import { judge } from '../judge';
import { BUILDER, judgeKeycloak, keycloakObjects, option, SERVER } from '../keycloak';
import { spoilt } from '../spoil';

test('what we render passes', () => {
  expect(judgeKeycloak(law)).toEqual([]);
});

test('an option that was built otherwise fails', () => {
  expect(judgeKeycloak(law, option('KC_DB', 'mariadb', BUILDER))).toEqual([
    "StatefulSet/keycloak: `KC_DB` must be what it was built with, 'mariadb', got 'postgres'; give both containers one list of build options",
  ]);
});

test('an option that only the server has fails', () => {
  expect(judgeKeycloak(law, option('KC_HTTP_RELATIVE_PATH', '/auth'))).toEqual([
    "StatefulSet/keycloak: `KC_HTTP_RELATIVE_PATH` must be what it was built with, nothing, got '/auth'; give both containers one list of build options",
  ]);
});

test('another image fails', () => {
  const image = `quay.io/keycloak/keycloak@sha256:${'1'.repeat(64)}`;
  expect(judgeKeycloak(law, ['StatefulSet/keycloak', `${SERVER}/image`, image])).toEqual([
    expect.stringContaining('`image` of the server must be the one that was built'),
  ]);
});

test('a server that builds again fails', () => {
  expect(
    judgeKeycloak(law, ['StatefulSet/keycloak', `${SERVER}/command`, ['/opt/keycloak/bin/kc.sh', 'start']]),
  ).toEqual([
    'StatefulSet/keycloak: `command` must have --optimized, or the server builds again at each start',
  ]);
});

test('anything at all can be judged', () => {
  const objects = keycloakObjects.filter(({ kind }) => kind === 'StatefulSet' || kind === 'HTTPRoute');
  for (const some of spoilt(objects)) expect(judge(law, some)).toBeInstanceOf(Array);
});
