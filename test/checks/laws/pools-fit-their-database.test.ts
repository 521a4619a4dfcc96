import { poolsFitTheirDatabase as law } from '../../../checks/laws/pools-fit-their-database';
import { judge } from '../judge';
import { judgeKeycloak, keycloakObjects, option } from '../keycloak';
import { spoilt } from '../spoil';

test('what we render passes', () => {
  expect(judgeKeycloak(law)).toEqual([]);
});

const CONNECTIONS = '/spec/postgresql/parameters/max_connections';

test('pools beyond the database fail', () => {
  expect(judgeKeycloak(law, option('KC_DB_POOL_MAX_SIZE', '43'))).toEqual([
    'StatefulSet/keycloak: `KC_DB_POOL_MAX_SIZE` times 2 replicas must be at most the 100 connections of the database less 15, got 43 times 2, 86; lower it or raise max_connections',
  ]);
  expect(judgeKeycloak(law, option('KC_DB_POOL_MAX_SIZE', '42'))).toEqual([]);
});

test('a database that takes fewer fails', () => {
  expect(judgeKeycloak(law, ['Cluster/keycloak-database', CONNECTIONS, '74'])).toHaveLength(1);
});

test("Keycloak's own default is too much for two", () => {
  expect(judgeKeycloak(law, option('KC_DB_POOL_MAX_SIZE', undefined))).toEqual([
    expect.stringContaining('got 100 times 2, 200'),
  ]);
});

test('a URL names the database as well, one that nobody renders is passed over', () => {
  const url = (host: string) => option('KC_DB_URL', `jdbc:postgresql://${host}:5432/keycloak`);
  const none = option('KC_DB_URL_HOST', undefined);
  const many = option('KC_DB_POOL_MAX_SIZE', '90');
  expect(judgeKeycloak(law, many, url('keycloak-database-rw'), none)).toHaveLength(1);
  expect(judgeKeycloak(law, many, url('elsewhere.example.com'), none)).toEqual([]);
});

test('anything at all can be judged', () => {
  const objects = keycloakObjects.filter(({ kind }) => kind === 'StatefulSet' || kind === 'HTTPRoute');
  for (const some of spoilt(objects)) expect(judge(law, some)).toBeInstanceOf(Array);
});
