import { PostgresqlCluster } from '../../../constructs/postgresql/postgresql-cluster';
import { databaseNamesOf, type PostgresqlProps } from '../../../constructs/postgresql/props';
import { deepFreeze } from '../../../values/object';
import type { Everything, Leaf, Row } from '../everything';
import { at, faultsOf, rendered } from '../rendered';
import { promtool } from '../scheduled-job/promtool';

const DIGEST = '0123456789abcdef'.repeat(4);

const minimal: PostgresqlProps = {
  name: 'database',
  image: `ghcr.io/cloudnative-pg/postgresql:17.11@sha256:${DIGEST}`,
  database: 'identity',
  owner: 'keeper',
  priorityClassName: 'production',
  instances: 1,
  storage: '10Gi',
  resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  backups: { schedule: '15 1 * * *' },
  objectStorage: {
    endpoint: 'https://s3.example.com',
    region: 'main',
    bucket: 'backups',
    secret: 'object-storage',
  },
};

const everything: Everything<PostgresqlProps> = {
  ...minimal,
  instances: 3,
  storage: '20Gi',
  storageClassName: 'fast',
  resources: {
    requests: { cpu: '200m', memory: '384Mi', ephemeralStorage: '300Mi' },
    limits: { cpu: '2', memory: '768Mi', ephemeralStorage: '3Gi' },
  },
  maxConnections: 150,
  backups: { schedule: '30 2 * * *', keepDays: 30 },
  generation: 3,
  restoredFrom: { generation: 2, targetTime: '2026-11-24T08:00:00Z' },
  imagePullSecret: 'registry',
};

const build = (props: PostgresqlProps) =>
  rendered((chart) => new PostgresqlCluster(chart, 'Database', props), 'production-keycloak');

/** Where each prop of the fixture with everything arrives. */
const EVERYTHING: Readonly<Record<Leaf<PostgresqlProps>, readonly Row[]>> = {
  name: [
    ['Cluster', 'metadata.name', 'database'],
    ['ObjectStore', 'metadata.name', 'database'],
    ['ScheduledBackup', 'spec.cluster.name', 'database'],
  ],
  image: [['Cluster', 'spec.imageName', minimal.image]],
  database: [['Cluster', 'spec.bootstrap.recovery.database', 'identity']],
  owner: [['Cluster', 'spec.bootstrap.recovery.owner', 'keeper']],
  priorityClassName: [['Cluster', 'spec.priorityClassName', 'production']],
  imagePullSecret: [['Cluster', 'spec.imagePullSecrets', [{ name: 'registry' }]]],
  instances: [
    ['Cluster', 'spec.instances', 3],
    ['Cluster', 'spec.enablePDB', true],
    ['Cluster', 'spec.affinity.podAntiAffinityType', 'required'],
    ['Cluster', 'spec.primaryUpdateMethod', 'switchover'],
  ],
  storage: [['Cluster', 'spec.storage.size', '20Gi']],
  storageClassName: [['Cluster', 'spec.storage.storageClass', 'fast']],
  'resources.requests.cpu': [['Cluster', 'spec.resources.requests.cpu', '200m']],
  'resources.requests.memory': [['Cluster', 'spec.resources.requests.memory', '384Mi']],
  'resources.requests.ephemeralStorage': [['Cluster', 'spec.resources.requests.ephemeral-storage', '300Mi']],
  'resources.limits.cpu': [['Cluster', 'spec.resources.limits.cpu', '2']],
  'resources.limits.memory': [['Cluster', 'spec.resources.limits.memory', '768Mi']],
  'resources.limits.ephemeralStorage': [['Cluster', 'spec.resources.limits.ephemeral-storage', '3Gi']],
  maxConnections: [['Cluster', 'spec.postgresql.parameters.max_connections', '150']],
  'backups.schedule': [['ScheduledBackup', 'spec.schedule', '0 30 2 * * *']],
  'backups.keepDays': [['ObjectStore', 'spec.retentionPolicy', '30d']],
  generation: [
    ['Cluster', 'spec.plugins.0.parameters', { barmanObjectName: 'database', serverName: 'database-3' }],
  ],
  'restoredFrom.generation': [
    [
      'Cluster',
      'spec.externalClusters.0.plugin.parameters',
      { barmanObjectName: 'database', serverName: 'database-2' },
    ],
    ['Cluster', 'spec.bootstrap.recovery.source', 'archive'],
  ],
  'restoredFrom.targetTime': [
    ['Cluster', 'spec.bootstrap.recovery.recoveryTarget', { targetTime: '2026-11-24T08:00:00Z' }],
  ],
  'objectStorage.endpoint': [['ObjectStore', 'spec.configuration.endpointURL', 'https://s3.example.com']],
  'objectStorage.region': [
    [
      'ObjectStore',
      'spec.instanceSidecarConfiguration.env',
      expect.arrayContaining([{ name: 'AWS_DEFAULT_REGION', value: 'main' }]),
    ],
  ],
  'objectStorage.bucket': [
    ['ObjectStore', 'spec.configuration.destinationPath', 's3://backups/production-keycloak'],
  ],
  'objectStorage.secret': [
    [
      'ObjectStore',
      'spec.configuration.s3Credentials',
      {
        accessKeyId: { name: 'object-storage', key: 'access-key-id' },
        secretAccessKey: { name: 'object-storage', key: 'secret-access-key' },
      },
    ],
  ],
};

const rows = Object.entries(EVERYTHING).flatMap(([prop, list]) =>
  list.map(([object, path, value]) => [prop, object, path, value] as const),
);

describe('props of a PostgresqlCluster', () => {
  const objects = build(everything);

  test.each(rows)('%s is in %s at %j', (_, object, path, value) => {
    expect(at(objects.one(object), path)).toEqual(value);
  });

  test('are left as they were', () => {
    expect(() => build(deepFreeze(structuredClone(minimal)))).not.toThrow();
  });
});

describe('a PostgresqlCluster', () => {
  const objects = build(minimal);
  const cluster = objects.one('Cluster');

  test('is a Cluster with its archive, backups, monitor and alerts', () => {
    expect(objects.kinds).toEqual([
      'Cluster',
      'ObjectStore',
      'PodMonitor',
      'PrometheusRule',
      'ScheduledBackup',
    ]);
  });

  test('of one instance blocks no drain and begins empty', () => {
    expect(at(cluster, 'spec.enablePDB')).toBe(false);
    expect(at(cluster, 'spec.primaryUpdateMethod')).toBe('restart');
    expect(at(cluster, 'spec.externalClusters')).toBeUndefined();
    expect(at(cluster, 'spec.bootstrap')).toEqual({
      initdb: { database: 'identity', owner: 'keeper', dataChecksums: true, encoding: 'UTF8' },
    });
  });

  test('lets go of its clients within 10 s: with the default of 180 a fail-over took four minutes', () => {
    expect(at(cluster, 'spec.smartShutdownTimeout')).toBe(10);
    expect(Number(at(cluster, 'spec.stopDelay'))).toBeGreaterThan(10);
  });

  test('takes nobody without TLS, and has no superuser', () => {
    expect(at(cluster, 'spec.postgresql.pg_hba')).toEqual(['hostnossl all all all reject']);
    expect(at(cluster, 'spec.enableSuperuserAccess')).toBe(false);
  });

  test('archives every change, and keeps its data when it falls out of the code', () => {
    expect(at(cluster, 'spec.plugins.0.isWALArchiver')).toBe(true);
    expect(at(cluster, ['metadata', 'annotations', 'argocd.argoproj.io/sync-options'])).toBe(
      'Prune=false,Delete=false',
    );
  });

  test('calls its objects as the operator does', () => {
    expect(databaseNamesOf('database')).toEqual({
      writeService: 'database-rw',
      userSecret: 'database-app',
      caSecret: 'database-ca',
    });
  });

  test('has alerts that Prometheus takes, and waits for a backup as long as the schedule', () => {
    const files = { 'rules.yaml': at(objects.one('PrometheusRule'), 'spec') };
    expect(promtool(['check', 'rules', 'rules.yaml'], files)).toContain('SUCCESS: 4 rules found');
    expect(JSON.stringify(files)).toContain(`> ${24 * 3600 + 3600}`);
  });
});

test.each([
  [{ restoredFrom: { generation: 1 } }, '`restoredFrom.generation` must be below `generation` (1), got 1'],
  [
    { image: `ghcr.io/cloudnative-pg/postgresql@sha256:${DIGEST}` },
    '`image` must be an image whose tag begins with the version, got ',
  ],
  [{ instances: 2 }, '`instances` must be 1 or 3 instances, got 2'],
  [
    { generation: 2, restoredFrom: { generation: 1, targetTime: 'yesterday' } },
    "`restoredFrom.targetTime` must be a time as in RFC 3339, got 'yesterday'",
  ],
] as const)('%j is refused', (change, message) => {
  // @ts-expect-error: two instances do not compile
  const props: PostgresqlProps = { ...minimal, ...change };
  expect(faultsOf((chart) => new PostgresqlCluster(chart, 'Database', props))).toEqual([
    expect.stringContaining(message),
  ]);
});
