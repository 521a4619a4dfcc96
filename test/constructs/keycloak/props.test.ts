import { Keycloak } from '../../../constructs/keycloak/keycloak';
import type { KeycloakProps } from '../../../constructs/keycloak/props';
import { deepFreeze } from '../../../values/object';
import type { Leaf, Row } from '../everything';
import { at, rendered } from '../rendered';
import { DIGEST, everything, minimal } from './fixtures';

const POD = 'spec.template.spec';
const SERVER = `${POD}.containers.0`;
const PUBLIC = 'HTTPRoute/keycloak';
const ADMIN = 'HTTPRoute/keycloak-admin';
const env = (name: string, value: string) => expect.arrayContaining([{ name, value }]);
const source = (name: string, key: string, path: string) =>
  expect.arrayContaining([{ secret: { name, items: [{ key, path }] } }]);

/** Where each prop of the fixture with everything arrives. */
const EVERYTHING: Readonly<Record<Leaf<KeycloakProps>, readonly Row[]>> = {
  replicas: [['StatefulSet', 'spec.replicas', 3]],
  'resources.requests.cpu': [['StatefulSet', `${SERVER}.resources.requests.cpu`, '500m']],
  'resources.requests.memory': [['StatefulSet', `${SERVER}.resources.requests.memory`, '800Mi']],
  'resources.requests.ephemeralStorage': [
    ['StatefulSet', `${SERVER}.resources.requests.ephemeral-storage`, '512Mi'],
  ],
  'resources.limits.cpu': [['StatefulSet', `${SERVER}.resources.limits.cpu`, '2']],
  'resources.limits.memory': [['StatefulSet', `${SERVER}.resources.limits.memory`, '2Gi']],
  'resources.limits.ephemeralStorage': [
    ['StatefulSet', `${SERVER}.resources.limits.ephemeral-storage`, '2Gi'],
  ],
  heapPercent: [
    [
      'StatefulSet',
      `${SERVER}.env`,
      env('JAVA_OPTS_KC_HEAP', '-XX:InitialRAMPercentage=20 -XX:MaxRAMPercentage=60'),
    ],
  ],
  poolSize: [['StatefulSet', `${SERVER}.env`, env('KC_DB_POOL_MAX_SIZE', '25')]],
  image: [
    ['StatefulSet', `${SERVER}.image`, everything.image],
    ['StatefulSet', ['metadata', 'labels', 'app.kubernetes.io/version'], DIGEST.slice(0, 12)],
  ],
  optimizedImage: [
    ['StatefulSet', `${POD}.initContainers`, undefined],
    [
      'StatefulSet',
      `${POD}.volumes`,
      expect.not.arrayContaining([expect.objectContaining({ name: 'built' })]),
    ],
  ],
  priorityClassName: [['StatefulSet', `${POD}.priorityClassName`, 'production']],
  imagePullSecret: [['StatefulSet', `${POD}.imagePullSecrets`, [{ name: 'registry' }]]],
  'publicRoute.hostname': [
    [PUBLIC, 'spec.hostnames', ['login.example.com']],
    ['StatefulSet', `${SERVER}.env`, env('KC_HOSTNAME', 'https://login.example.com')],
  ],
  'publicRoute.gateway.name': [[PUBLIC, 'spec.parentRefs.0.name', 'edge']],
  'publicRoute.gateway.namespace': [[PUBLIC, 'spec.parentRefs.0.namespace', 'outside']],
  'publicRoute.listener': [[PUBLIC, 'spec.parentRefs.0.sectionName', 'all']],
  'adminRoute.hostname': [
    [ADMIN, 'spec.hostnames', ['login.internal.example.com']],
    ['StatefulSet', `${SERVER}.env`, env('KC_HOSTNAME_ADMIN', 'https://login.internal.example.com:30444')],
  ],
  adminPort: [
    ['StatefulSet', `${SERVER}.env`, env('KC_HOSTNAME_ADMIN', 'https://login.internal.example.com:30444')],
  ],
  'adminRoute.gateway.name': [[ADMIN, 'spec.parentRefs.0.name', 'inner']],
  'adminRoute.gateway.namespace': [[ADMIN, 'spec.parentRefs.0.namespace', 'inside']],
  'adminRoute.listener': [[ADMIN, 'spec.parentRefs.0.sectionName', 'few']],
  realm: [
    [PUBLIC, 'spec.rules.0.matches.0.path', { type: 'PathPrefix', value: '/realms/staff' }],
    [ADMIN, 'spec.rules.0.matches.1.path', { type: 'PathPrefix', value: '/realms/staff' }],
  ],
  trustedProxies: [['StatefulSet', `${SERVER}.env`, env('KC_PROXY_TRUSTED_ADDRESSES', '10.1.0.0/16')]],
  'database.host': [['StatefulSet', `${SERVER}.env`, env('KC_DB_URL_HOST', 'db-rw')]],
  'database.name': [['StatefulSet', `${SERVER}.env`, env('KC_DB_URL_DATABASE', 'identity')]],
  'database.user': [['StatefulSet', `${SERVER}.env`, env('KC_DB_USERNAME', 'owner')]],
  'database.userSecret': [
    ['StatefulSet', `${POD}.volumes.2.projected.sources`, source('db-app', 'pgpass', 'pgpass')],
  ],
  'database.caSecret': [
    ['StatefulSet', `${POD}.volumes.2.projected.sources`, source('db-ca', 'ca.crt', 'database-ca.crt')],
  ],
};

const rows = Object.entries(EVERYTHING).flatMap(([prop, list]) =>
  list.map(([object, path, value]) => [prop, object, path, value] as const),
);

describe('props of Keycloak', () => {
  const objects = rendered((chart) => new Keycloak(chart, 'Keycloak', everything));

  test.each(rows)('%s is in %s at %j', (_, object, path, value) => {
    expect(at(objects.one(object), path)).toEqual(value);
  });

  test('are left as they were', () => {
    const frozen = deepFreeze(structuredClone(minimal));
    expect(() => rendered((chart) => new Keycloak(chart, 'Keycloak', frozen))).not.toThrow();
  });
});
