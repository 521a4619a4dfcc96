import { Keycloak } from '../../../constructs/keycloak/keycloak';
import { BUILD_OPTIONS } from '../../../constructs/keycloak/options';
import type { KeycloakProps } from '../../../constructs/keycloak/props';
import { at, faultsOf, rendered } from '../rendered';
import { promtool } from '../scheduled-job/promtool';
import { IMAGE, minimal } from './fixtures';

const build = (props: KeycloakProps) =>
  rendered((chart) => new Keycloak(chart, 'Keycloak', props), 'production-keycloak');
const objects = build(minimal);
const set = objects.one('StatefulSet');
const POD = 'spec.template.spec';
const container = (path: string) => at(set, `${POD}.${path}`);

test('one server has all but a budget, two have that too', () => {
  expect(objects.names).toEqual([
    'HTTPRoute/keycloak',
    'HTTPRoute/keycloak-admin',
    'PrometheusRule/keycloak',
    'Service/keycloak',
    'Service/keycloak-internal',
    'ServiceAccount/keycloak',
    'ServiceMonitor/keycloak',
    'StatefulSet/keycloak',
  ]);
  const two = build({ ...minimal, replicas: 2 });
  expect(at(two.one('PodDisruptionBudget'), 'spec.maxUnavailable')).toBe(1);
});

describe('the build in each pod', () => {
  test('copies what the image has and builds in its place, from the same image', () => {
    expect(container('initContainers.0.command')).toEqual([
      '/bin/cp',
      '-R',
      '/opt/keycloak/lib/quarkus/.',
      '/built',
    ]);
    expect(container('initContainers.1.command')).toEqual(['/opt/keycloak/bin/kc.sh', 'build']);
    for (const index of [0, 1]) expect(container(`initContainers.${index}.image`)).toBe(IMAGE);
    expect(container('initContainers.1.volumeMounts')).toContainEqual({
      name: 'built',
      mountPath: '/opt/keycloak/lib/quarkus',
    });
    expect(container('containers.0.volumeMounts')).toContainEqual({
      name: 'built',
      mountPath: '/opt/keycloak/lib/quarkus',
      readOnly: true,
    });
  });

  test('and the server have one list of build options', () => {
    const options = Object.entries(BUILD_OPTIONS).map(([name, value]) => ({ name, value }));
    for (const path of ['initContainers.1.env', 'containers.0.env'])
      expect(container(path)).toEqual(expect.arrayContaining(options));
  });

  test('counts in the memory of the pod', () => {
    expect(container('initContainers.1.resources')).toEqual(container('containers.0.resources'));
  });
});

test('no variable holds a secret: files do', () => {
  expect(JSON.stringify(container('containers.0.env'))).not.toMatch(/secretKeyRef|PASSWORD|_SECRET/);
  expect(container('volumes.3')).toEqual({
    name: 'secrets',
    projected: {
      defaultMode: 0o440,
      sources: [
        { secret: { name: 'keycloak-database-app', items: [{ key: 'pgpass', path: 'pgpass' }] } },
        { secret: { name: 'keycloak-database-ca', items: [{ key: 'ca.crt', path: 'database-ca.crt' }] } },
        { secret: { name: 'keycloak-bootstrap', items: [{ key: 'keycloak.conf', path: 'keycloak.conf' }] } },
      ],
    },
  });
});

test('the database is known by its certificate, and its silence has an end', () => {
  const value = at(
    (container('containers.0.env') as { name: string; value: string }[]).find(
      ({ name }) => name === 'KC_DB_URL_PROPERTIES',
    ),
    'value',
  );
  expect(value).toBe(
    '?sslmode=verify-full&sslrootcert=/etc/keycloak/secrets/database-ca.crt&connectTimeout=5&socketTimeout=30&tcpKeepAlive=true',
  );
});

test('servers outlast a fail-over of the database: it took up to 25 s, readiness waits 60', () => {
  const readiness = container('containers.0.readinessProbe');
  expect(Number(at(readiness, 'periodSeconds')) * Number(at(readiness, 'failureThreshold'))).toBe(60);
  // It answers 503 after 2 s while the database is away.
  expect(at(readiness, 'timeoutSeconds')).toBe(5);
});

test('the grace period covers the wait, the delay, the time-out and what is left', () => {
  expect(container('terminationGracePeriodSeconds')).toBe(10 + 1 + 10 + 9);
});

test('a realm alone is reached from outside, the console from the private listener', () => {
  const paths = (route: string) =>
    (at(objects.one(route), 'spec.rules.0.matches') as { path: { value: string } }[]).map(
      ({ path }) => path.value,
    );
  expect(paths('HTTPRoute/keycloak')).toEqual(['/realms/production', '/resources', '/.well-known']);
  expect(paths('HTTPRoute/keycloak-admin')).toEqual(['/admin', '/realms/production', '/resources']);
  expect(at(objects.one('HTTPRoute/keycloak-admin'), 'spec.parentRefs.0.sectionName')).toBe(
    'production-private',
  );
});

test('its alerts are rules that Prometheus takes', () => {
  const rules = (replicas: number) => ({
    'rules.yaml': at(build({ ...minimal, replicas }).one('PrometheusRule'), 'spec'),
  });
  expect(promtool(['check', 'rules', 'rules.yaml'], rules(1))).toContain('SUCCESS: 3 rules found');
  expect(promtool(['check', 'rules', 'rules.yaml'], rules(2))).toContain('SUCCESS: 4 rules found');
});

test.each([
  [
    { resources: { ...minimal.resources, limits: { memory: '900Mi' } } },
    'must leave 300Mi beside a heap of 70 %, got 900Mi, which leaves 270Mi; use at least 1000Mi or lower `heapPercent`',
  ],
  [
    { realm: 'master' },
    "`realm` must be the name of a realm other than 'master', got 'master'; use 'production'",
  ],
  [{ replicas: 0 }, '`replicas` must be a whole number of servers from 1 to 9, got 0'],
] as const)('%j is refused', (change, message) => {
  const faults = faultsOf((chart) => new Keycloak(chart, 'Keycloak', { ...minimal, ...change }));
  expect(faults).toEqual([expect.stringContaining(message)]);
});

test('what must not compile does not', () => {
  // @ts-expect-error: a secret is the name of one
  const password: KeycloakProps = { ...minimal, database: { ...minimal.database, password: 'hunter2' } };
  // @ts-expect-error: an image that may change
  const image: KeycloakProps = { ...minimal, image: 'quay.io/keycloak/keycloak:26.8.0' };
  for (const props of [password, image])
    expect(faultsOf((chart) => new Keycloak(chart, 'Keycloak', props))).toHaveLength(1);
});
