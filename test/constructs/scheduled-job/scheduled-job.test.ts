import type { ScheduledJobProps } from '../../../constructs/scheduled-job/props';
import { scheduledJobProps } from '../../../constructs/scheduled-job/props';
import { ScheduledJob } from '../../../constructs/scheduled-job/scheduled-job';
import { deepFreeze } from '../../../values/object';
import { resolve } from '../../../values/parse';
import type { Leaf, Row } from '../everything';
import { at, rendered } from '../rendered';
import { thawed } from '../thawed';
import { DIGEST, everything, IMAGE, minimal } from './fixtures';

const JOB = 'spec.jobTemplate.spec';
const POD = `${JOB}.template.spec`;
const CONTAINER = `${POD}.containers.0`;
const env = (name: string, value: string) => expect.arrayContaining([{ name, value }]);
const render = (props: ScheduledJobProps) =>
  rendered((chart) => new ScheduledJob(chart, 'retraining', props));
const VERSION = 'app.kubernetes.io/version';

/** Where each prop of the fixture with everything arrives. */
const EVERYTHING: Readonly<Record<Leaf<ScheduledJobProps>, readonly Row[]>> = {
  name: [['CronJob', 'metadata.name', 'retraining']],
  image: [
    ['CronJob', `${CONTAINER}.image`, IMAGE],
    ['CronJob', ['metadata', 'labels', VERSION], DIGEST.slice(0, 12)],
    ['CronJob', [...JOB.split('.'), 'template', 'metadata', 'labels', VERSION], DIGEST.slice(0, 12)],
  ],
  priorityClassName: [['CronJob', `${POD}.priorityClassName`, 'production']],
  imagePullSecret: [['CronJob', `${POD}.imagePullSecrets`, [{ name: 'registry' }]]],
  schedule: [['CronJob', 'spec.schedule', '30 3 * * 1-5']],
  timeZone: [['CronJob', 'spec.timeZone', 'Europe/Lisbon']],
  command: [['CronJob', `${CONTAINER}.command`, ['python3', '-m', 'batch', 'retrain']]],
  concurrencyPolicy: [['CronJob', 'spec.concurrencyPolicy', 'Forbid']],
  startingDeadlineSeconds: [['CronJob', 'spec.startingDeadlineSeconds', 900]],
  activeDeadlineSeconds: [['CronJob', `${JOB}.activeDeadlineSeconds`, 3600]],
  backoffLimit: [['CronJob', `${JOB}.backoffLimit`, 4]],
  permanentFailureExitCodes: [['CronJob', `${JOB}.podFailurePolicy.rules.1.onExitCodes.values`, [3, 78]]],
  suspend: [['CronJob', 'spec.suspend', true]],
  'resources.requests.cpu': [['CronJob', `${CONTAINER}.resources.requests.cpu`, '250m']],
  'resources.requests.memory': [['CronJob', `${CONTAINER}.resources.requests.memory`, '256Mi']],
  'resources.requests.ephemeralStorage': [
    ['CronJob', `${CONTAINER}.resources.requests.ephemeral-storage`, '512Mi'],
    ['CronJob', `${POD}.volumes.0.emptyDir.sizeLimit`, '512Mi'],
  ],
  'resources.limits.cpu': [['CronJob', `${CONTAINER}.resources.limits.cpu`, '2']],
  'resources.limits.memory': [['CronJob', `${CONTAINER}.resources.limits.memory`, '768Mi']],
  'resources.limits.ephemeralStorage': [
    ['CronJob', `${CONTAINER}.resources.limits.ephemeral-storage`, '2Gi'],
  ],
  'volume.path': [['CronJob', `${CONTAINER}.volumeMounts.1.mountPath`, '/models']],
  'volume.size': [['PersistentVolumeClaim', 'spec.resources.requests.storage', '2Gi']],
  'volume.storageClassName': [['PersistentVolumeClaim', 'spec.storageClassName', 'fast']],
  secrets: [
    [
      'CronJob',
      `${POD}.volumes.2`,
      {
        name: 'secret-warehouse',
        secret: {
          secretName: 'warehouse',
          defaultMode: 0o440,
          items: [
            { key: 'user', path: 'user' },
            { key: 'password', path: 'password' },
          ],
        },
      },
    ],
    [
      'CronJob',
      `${CONTAINER}.volumeMounts.2`,
      { name: 'secret-warehouse', mountPath: '/credentials', readOnly: true },
    ],
  ],
  urls: [['CronJob', `${CONTAINER}.env`, env('MODEL_URL', 'http://iris.production-model-serving.svc:3000')]],
};

/** What a job gets of which nothing is said. */
const MINIMAL: readonly Row[] = [
  ['CronJob', 'apiVersion', 'batch/v1'],
  ['PrometheusRule', 'apiVersion', 'monitoring.coreos.com/v1'],
  ['CronJob', `${CONTAINER}.name`, 'job'],
  ['CronJob', 'spec.concurrencyPolicy', 'Forbid'],
  ['CronJob', 'spec.startingDeadlineSeconds', 600],
  ['CronJob', 'spec.suspend', false],
  ['CronJob', 'spec.successfulJobsHistoryLimit', 3],
  ['CronJob', 'spec.failedJobsHistoryLimit', 3],
  ['CronJob', `${JOB}.backoffLimit`, 2],
  ['CronJob', `${JOB}.podReplacementPolicy`, 'Failed'],
  ['CronJob', `${JOB}.ttlSecondsAfterFinished`, undefined],
  ['CronJob', `${POD}.imagePullSecrets`, undefined],
  ['CronJob', `${POD}.restartPolicy`, 'Never'],
  ['CronJob', `${POD}.terminationGracePeriodSeconds`, 30],
  ['CronJob', `${POD}.topologySpreadConstraints`, undefined],
  ['CronJob', `${POD}.volumes`, [{ name: 'tmp', emptyDir: { sizeLimit: '256Mi' } }]],
  ['CronJob', `${CONTAINER}.volumeMounts`, [{ name: 'tmp', mountPath: '/tmp' }]],
  ['CronJob', `${CONTAINER}.env`, [{ name: 'HOME', value: '/tmp' }]],
  [
    'CronJob',
    `${CONTAINER}.resources`,
    {
      requests: { cpu: '500m', memory: '512Mi', 'ephemeral-storage': '256Mi' },
      limits: { memory: '1Gi', 'ephemeral-storage': '1Gi' },
    },
  ],
];

describe('the objects of a ScheduledJob', () => {
  test.each<[string, ScheduledJobProps, string[]]>([
    ['a minimal job', minimal, ['CronJob', 'PrometheusRule', 'ServiceAccount']],
    ['a job that the code suspends, unwatched', { ...minimal, suspend: true }, ['CronJob', 'ServiceAccount']],
    [
      'a job that keeps files',
      { ...minimal, volume: { path: '/models', size: '1Gi' } },
      ['CronJob', 'PersistentVolumeClaim', 'PrometheusRule', 'ServiceAccount'],
    ],
    ['a job with everything', everything, ['CronJob', 'PersistentVolumeClaim', 'ServiceAccount']],
  ])('%s', (_, props, kinds) => {
    expect(render(props).kinds).toEqual(kinds);
  });

  test('every object is called after the job and stands in its namespace', () => {
    for (const { metadata } of render({ ...everything, suspend: false }).objects) {
      expect(metadata).toMatchObject({ name: 'retraining', namespace: 'production-model-serving' });
    }
  });

  test('what others may refer to is public', () => {
    rendered((chart) => {
      const { cronJob } = new ScheduledJob(chart, 'Anything', minimal);
      expect([cronJob.kind, cronJob.name]).toEqual(['CronJob', 'retraining']);
    });
  });

  test('props are read, never written', () => {
    const props = structuredClone(everything);
    render(deepFreeze(props));
    expect(props).toEqual(everything);
  });

  test.each([{ props: minimal }, { props: everything }])(
    'settings are frozen to their leaves',
    ({ props }) => {
      expect(thawed(resolve(scheduledJobProps, props, 'retraining'))).toEqual([]);
    },
  );

  test('a chart without a namespace is refused', () => {
    expect(() => rendered((chart) => new ScheduledJob(chart, 'retraining', minimal), null)).toThrow(
      'production-model-serving/retraining: the chart must have a namespace; pass `namespace` to its constructor',
    );
  });
});

describe('the props of a ScheduledJob', () => {
  const all = render(everything);
  const rows = Object.entries(EVERYTHING).flatMap(([prop, list]) =>
    list.map((row) => [prop, ...row] as const),
  );
  test.each(rows)('%s stands in %s at %s', (_, kind, path, value) => {
    expect(at(all.one(kind), path)).toEqual(value);
  });

  const least = render(minimal);
  test.each(MINIMAL)('by default %s has at %s %p', (kind, path, value) => {
    expect(at(least.one(kind), path)).toEqual(value);
  });

  test.each(['Allow', 'Replace'] as const)('runs may overlap without a volume: %s', (concurrencyPolicy) => {
    const cronJob = render({ ...minimal, concurrencyPolicy }).one('CronJob');
    expect(at(cronJob, 'spec.concurrencyPolicy')).toBe(concurrencyPolicy);
  });

  test('without a class the claim leaves the choice to the cluster', () => {
    const claim = render({ ...minimal, volume: { path: '/models', size: '1Gi' } }).one(
      'PersistentVolumeClaim',
    );
    expect(at(claim, 'spec')).not.toHaveProperty('storageClassName');
  });
});

describe('the objects of a ScheduledJob fit each other', () => {
  const all = render(everything);
  const cronJob = all.one('CronJob');

  test('the pod mounts the claim', () => {
    expect(at(cronJob, `${POD}.volumes.1`)).toEqual({
      name: at(cronJob, `${CONTAINER}.volumeMounts.1.name`),
      persistentVolumeClaim: { claimName: all.one('PersistentVolumeClaim').metadata.name },
    });
  });

  test('the claim is for one run at a time and outlives its Application', () => {
    const claim = all.one('PersistentVolumeClaim');
    expect(at(claim, 'spec.accessModes')).toEqual(['ReadWriteOnce']);
    expect(claim.metadata.annotations).toEqual({
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    });
  });

  test('the pod uses the ServiceAccount', () => {
    const account = all.one('ServiceAccount');
    expect(at(cronJob, `${POD}.serviceAccountName`)).toBe(account.metadata.name);
    expect(account).toHaveProperty('automountServiceAccountToken', false);
  });

  test('a lost pod costs no retry, and a hopeless failure ends the run', () => {
    expect(at(cronJob, `${JOB}.podFailurePolicy.rules`)).toEqual([
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      {
        action: 'FailJob',
        onExitCodes: { containerName: at(cronJob, `${CONTAINER}.name`), operator: 'In', values: [3, 78] },
      },
    ]);
    expect(at(render(minimal).one('CronJob'), `${JOB}.podFailurePolicy.rules`)).toHaveLength(1);
  });

  test('Jobs and pods carry the labels by which policies find them', () => {
    const labels = {
      'app.kubernetes.io/name': 'retraining',
      'app.kubernetes.io/instance': 'production-model-serving',
      'app.kubernetes.io/component': 'job',
      [VERSION]: DIGEST.slice(0, 12),
    };
    expect(at(cronJob, 'spec.jobTemplate.metadata.labels')).toEqual(labels);
    expect(at(cronJob, `${JOB}.template.metadata.labels`)).toEqual(labels);
    expect(cronJob.metadata.labels).toMatchObject(labels);
  });
});
