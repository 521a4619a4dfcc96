import { cronJobsRunOnTime } from '../../../checks/laws/cron-jobs-run-on-time';
import { judge } from '../judge';
import { object } from '../objects';
import { spoilt } from '../spoil';

const JOB = {
  activeDeadlineSeconds: 7200,
  podReplacementPolicy: 'Failed',
  podFailurePolicy: { rules: [] },
  template: { spec: { restartPolicy: 'Never', containers: [] } },
};

const SPEC = {
  schedule: '30 3 * * *',
  timeZone: 'America/Sao_Paulo',
  concurrencyPolicy: 'Forbid',
  startingDeadlineSeconds: 600,
  successfulJobsHistoryLimit: 3,
  failedJobsHistoryLimit: 3,
};

const named = (name: string, fields: object = {}, job: object = {}) =>
  object('batch/v1', 'CronJob', name, {
    spec: { ...SPEC, ...fields, jobTemplate: { spec: { ...JOB, ...job } } },
  });
const of = (fields: object, job: object = {}) => judge(cronJobsRunOnTime, [named('retrain', fields, job)]);
const fault = (message: string) => [`CronJob/retrain: ${message}`];

describe('cron-jobs-run-on-time', () => {
  test('a nightly job passes', () => {
    expect(of({})).toEqual([]);
    expect(of({ timeZone: 'Etc/UTC', concurrencyPolicy: 'Replace' })).toEqual([]);
  });

  test('a name has 52 characters at most', () => {
    expect(judge(cronJobsRunOnTime, [named('r'.repeat(52))])).toEqual([]);
    expect(judge(cronJobsRunOnTime, [named('r'.repeat(53))])).toEqual([
      `CronJob/${'r'.repeat(53)}: \`metadata.name\` must have at most 52 characters, got 53; shorten it`,
    ]);
  });

  test.each([
    [undefined, 'nothing'],
    ['BRT', "'BRT'"],
    ['Local', "'Local'"],
  ])('a zone of %p fails', (timeZone, got) => {
    expect(of({ timeZone })).toEqual(
      fault(`\`timeZone\` must be an IANA time zone, got ${got}; use 'America/Sao_Paulo'`),
    );
  });

  test.each(['TZ=Etc/UTC 30 3 * * *', 'CRON_TZ=Etc/UTC 30 3 * * *'])('%s holds a zone', (schedule) => {
    expect(of({ schedule })).toEqual(
      fault(`\`schedule\` must not hold a time zone, got '${schedule}'; use \`timeZone\``),
    );
  });

  test('a schedule comes round', () => {
    expect(of({ schedule: '30 3 31 2 *' })).toEqual(
      fault("`schedule` must come round at least once, got '30 3 31 2 *'"),
    );
    expect(of({ schedule: undefined })).toHaveLength(1);
  });

  test('what happens when a run is late is said', () => {
    expect(of({ concurrencyPolicy: undefined })).toEqual(
      fault("`concurrencyPolicy` must be Allow, Forbid, Replace, got nothing; use 'Forbid'"),
    );
  });

  test('a run may start late, by 10 seconds to 100 intervals', () => {
    expect(of({ startingDeadlineSeconds: 10 })).toEqual([]);
    expect(of({ startingDeadlineSeconds: 9 })).toEqual(
      fault('`startingDeadlineSeconds` must be at least 10 and at most 8640000, got 9'),
    );
    expect(of({ startingDeadlineSeconds: undefined })).toEqual(
      fault('`startingDeadlineSeconds` must be at least 10 and at most 8640000, got nothing'),
    );
    const often = { schedule: '*/5 * * * *', concurrencyPolicy: 'Replace' };
    expect(of({ ...often, startingDeadlineSeconds: 30_000 })).toEqual([]);
    expect(of({ ...often, startingDeadlineSeconds: 30_001 })).toHaveLength(1);
  });

  test('a run ends before the next one where one waits for the other', () => {
    const hourly = { schedule: '10 * * * *' };
    expect(of(hourly, { activeDeadlineSeconds: 3599 })).toEqual([]);
    expect(of(hourly, { activeDeadlineSeconds: 3600 })).toEqual(
      fault(
        '`jobTemplate.spec.activeDeadlineSeconds` must be above 0 and below the 3600 seconds between two runs, got 3600',
      ),
    );
    expect(of({ ...hourly, concurrencyPolicy: 'Replace' }, { activeDeadlineSeconds: 3600 })).toEqual([]);
    expect(of({}, { activeDeadlineSeconds: 1 })).toEqual([]);
    expect(of({}, { activeDeadlineSeconds: 0 })).toHaveLength(1);
    expect(of({ concurrencyPolicy: 'Allow' }, { activeDeadlineSeconds: undefined })).toEqual(
      fault('`jobTemplate.spec.activeDeadlineSeconds` must be above 0, got nothing'),
    );
  });

  test.each(['successfulJobsHistoryLimit', 'failedJobsHistoryLimit'])('%s is set', (field) => {
    expect(of({ [field]: 0 })).toEqual([]);
    expect(of({ [field]: undefined })).toEqual(fault(`\`${field}\` must be set, got nothing`));
  });

  test('a Job of a CronJob is not cleaned up on its own', () => {
    expect(of({}, { ttlSecondsAfterFinished: 60 })).toEqual(
      fault(
        '`jobTemplate.spec.ttlSecondsAfterFinished` must not be set, got 60; the history limits clean up',
      ),
    );
  });

  test('a pod failure policy has pods that are replaced and not restarted', () => {
    const restarted = { template: { spec: { restartPolicy: 'OnFailure' } } };
    expect(of({}, restarted)).toEqual(
      fault("`restartPolicy` must be Never beside a `podFailurePolicy`, got 'OnFailure'"),
    );
    expect(of({}, { podReplacementPolicy: undefined })).toEqual(
      fault('`podReplacementPolicy` must be Failed beside a `podFailurePolicy`, got nothing'),
    );
    expect(of({}, { ...restarted, podFailurePolicy: undefined, podReplacementPolicy: undefined })).toEqual(
      [],
    );
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([named('retrain')])) {
      expect(judge(cronJobsRunOnTime, objects)).toBeInstanceOf(Array);
    }
  });
});
