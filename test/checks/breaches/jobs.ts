import type { Breach } from './breach';

const RETRAINING = 'production/batch-jobs/CronJob/iris-retraining';
const SCORING = 'production/batch-jobs/CronJob/iris-scoring';
const CLAIM = 'production/batch-jobs/PersistentVolumeClaim/iris-retraining';

const OPTIONS = '/metadata/annotations/argocd.argoproj.io~1sync-options';

/** When jobs run, and what they leave behind. */
export const jobs: readonly Breach[] = [
  {
    law: 'cron-jobs-run-on-time',
    object: RETRAINING,
    change: { op: 'remove', path: '/spec/timeZone' },
    message: "`timeZone` must be an IANA time zone, got nothing; use 'America/Sao_Paulo'",
  },
  {
    law: 'cron-jobs-run-on-time',
    object: RETRAINING,
    change: { op: 'replace', path: '/spec/schedule', value: 'CRON_TZ=America/Sao_Paulo 30 3 * * *' },
    message:
      "`schedule` must not hold a time zone, got 'CRON_TZ=America/Sao_Paulo 30 3 * * *'; use `timeZone`",
  },
  {
    law: 'cron-jobs-run-on-time',
    object: RETRAINING,
    change: { op: 'replace', path: '/spec/schedule', value: '30 3 * *' },
    message:
      "`schedule` must have five fields separated by single spaces (minute hour day month weekday), got '30 3 * *'",
  },
  {
    law: 'cron-jobs-run-on-time',
    object: SCORING,
    change: { op: 'remove', path: '/spec/concurrencyPolicy' },
    message: "`concurrencyPolicy` must be Allow, Forbid, Replace, got nothing; use 'Forbid'",
  },
  {
    law: 'cron-jobs-run-on-time',
    object: SCORING,
    change: { op: 'replace', path: '/spec/startingDeadlineSeconds', value: 5 },
    message: '`startingDeadlineSeconds` must be at least 10 and at most 360000, got 5',
  },
  {
    law: 'cron-jobs-run-on-time',
    object: SCORING,
    change: { op: 'replace', path: '/spec/jobTemplate/spec/activeDeadlineSeconds', value: 3600 },
    message:
      '`jobTemplate.spec.activeDeadlineSeconds` must be above 0 and below the 3600 seconds between two runs, got 3600',
  },
  {
    law: 'cron-jobs-run-on-time',
    object: SCORING,
    change: { op: 'remove', path: '/spec/successfulJobsHistoryLimit' },
    message: '`successfulJobsHistoryLimit` must be set, got nothing',
  },
  {
    law: 'cron-jobs-run-on-time',
    object: SCORING,
    change: { op: 'add', path: '/spec/jobTemplate/spec/ttlSecondsAfterFinished', value: 60 },
    message:
      '`jobTemplate.spec.ttlSecondsAfterFinished` must not be set, got 60; the history limits clean up',
  },
  {
    law: 'cron-jobs-run-on-time',
    object: SCORING,
    change: {
      op: 'replace',
      path: '/spec/jobTemplate/spec/template/spec/restartPolicy',
      value: 'OnFailure',
    },
    message: "`restartPolicy` must be Never beside a `podFailurePolicy`, got 'OnFailure'",
  },
  {
    law: 'cron-jobs-run-on-time',
    object: SCORING,
    change: { op: 'remove', path: '/spec/jobTemplate/spec/podReplacementPolicy' },
    message: '`podReplacementPolicy` must be Failed beside a `podFailurePolicy`, got nothing',
  },
  {
    law: 'cron-jobs-run-on-time',
    object: SCORING,
    change: {
      op: 'replace',
      path: '/metadata/name',
      value: 'iris-scoring-of-everything-that-came-in-since-the-last-hour',
    },
    path: 'production/batch-jobs/CronJob/iris-scoring-of-everything-that-came-in-since-the-last-hour',
    message: '`metadata.name` must have at most 52 characters, got 59; shorten it',
  },
  {
    law: 'claims-outlive-their-application',
    object: CLAIM,
    change: { op: 'remove', path: '/metadata/annotations' },
    message:
      "annotation `argocd.argoproj.io/sync-options` must hold Prune=false and Delete=false, got nothing; write 'Prune=false,Delete=false'",
  },
  {
    law: 'claims-outlive-their-application',
    object: CLAIM,
    change: { op: 'replace', path: OPTIONS, value: 'Prune=false' },
    message:
      "annotation `argocd.argoproj.io/sync-options` must hold Prune=false and Delete=false, got 'Prune=false'; write 'Prune=false,Delete=false'",
  },
  {
    law: 'storage-classes-exist',
    object: CLAIM,
    change: { op: 'add', path: '/spec/storageClassName', value: 'premium-rwo' },
    message:
      '`storageClassName` must name a StorageClass of the cluster, got \'premium-rwo\'; use one of ["proxmox"]',
  },
];
