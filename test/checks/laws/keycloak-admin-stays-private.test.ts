import { keycloakAdminStaysPrivate as law } from '../../../checks/laws/keycloak-admin-stays-private';
import { judge } from '../judge';
import { judgeKeycloak, keycloakObjects, option } from '../keycloak';
import { spoilt } from '../spoil';

test('what we render passes', () => {
  expect(judgeKeycloak(law)).toEqual([]);
});

const ROUTE = 'HTTPRoute/keycloak';
const ADMIN = 'HTTPRoute/keycloak-admin';
const match = (value: string, type = 'PathPrefix') => ({ path: { type, value } });

test.each([
  ['everything', '/', 'PathPrefix', '/admin, /health, /metrics, /realms/master'],
  ['all realms', '/realms/', 'PathPrefix', '/realms/master'],
  ['the console', '/admin/production/console', 'PathPrefix', '/admin'],
  ['metrics', '/metrics', 'Exact', '/metrics'],
  ['an expression', '/re.*', 'RegularExpression', '/admin, /health, /metrics, /realms/master'],
])('a public route that reaches %s fails', (_, path, type, reached) => {
  expect(judgeKeycloak(law, [ROUTE, '/spec/rules/0/matches/0', match(path, type)])).toEqual([
    `HTTPRoute/keycloak: \`rules[0].matches\` must not reach ${reached} from outside, got ${type} '${path}'; list the paths that people need, such as /realms/<realm> and /resources`,
  ]);
});

test('a route without paths reaches all', () => {
  expect(judgeKeycloak(law, [ROUTE, '/spec/rules/0/matches', undefined])).toEqual([
    expect.stringContaining("got PathPrefix '/'"),
  ]);
});

test('a host that no route has fails', () => {
  expect(judgeKeycloak(law, option('KC_HOSTNAME', 'https://sso.example.com'))).toEqual([
    'StatefulSet/keycloak: `KC_HOSTNAME` must be the host of a route to these pods, got \'sso.example.com\'; their routes have ["id.example.com","id.internal.example.com"]',
  ]);
});

test('no host at all fails', () => {
  expect(judgeKeycloak(law, option('KC_HOSTNAME', undefined))).toEqual([
    'StatefulSet/keycloak: `KC_HOSTNAME` must be set: without it every request may name its own issuer, got nothing',
  ]);
});

test('a console below the public listener fails', () => {
  expect(judgeKeycloak(law, [ADMIN, '/spec/parentRefs/0/sectionName', 'production'])).toEqual([
    'HTTPRoute/keycloak-admin: `parentRefs` must name another listener than the public route does: the console is for administrators alone',
  ]);
});

test('a console at the public host fails', () => {
  expect(judgeKeycloak(law, option('KC_HOSTNAME_ADMIN', 'https://id.example.com'))).toContainEqual(
    "StatefulSet/keycloak: `KC_HOSTNAME_ADMIN` must be another host than `KC_HOSTNAME`, got 'id.example.com' for both",
  );
});

test('anything at all can be judged', () => {
  const objects = keycloakObjects.filter(({ kind }) => kind === 'StatefulSet' || kind === 'HTTPRoute');
  for (const some of spoilt(objects)) expect(judge(law, some)).toBeInstanceOf(Array);
});
