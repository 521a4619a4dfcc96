import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import { describingLabels, selectorLabels } from '../labels';
import { apiAccess } from '../pod/api-access';
import { podTemplate } from '../pod/template';
import type { ConfigNames } from '../reconciler/configuration';
import { PROGRAM_FILE, STATE_FILE } from '../reconciler/pod';
import type { AlertSettings } from '../scheduled-job/alerts';
import { SECRET_RESTARTS, type SecretRestartsSettings } from './props';

/** When it runs and for how long at most; a run asks for the metadata of a few objects and takes a second or two. */
export const TIMING: AlertSettings = {
  name: SECRET_RESTARTS,
  schedule: '*/5 * * * *',
  suspend: false,
  startingDeadlineSeconds: 240,
  activeDeadlineSeconds: 120,
};

/** Time from the request to stop until the kill, in seconds: a killed run is completed by the next. */
const GRACE_SECONDS = 10;

/** The run on schedule: it compares states, so one that was left out costs nothing but time. */
export function cronJobOf(namespace: string, settings: SecretRestartsSettings, names: ConfigNames): ICronJob {
  const labels = {
    ...selectorLabels(namespace, SECRET_RESTARTS),
    ...describingLabels('reconciler', settings.image),
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: SECRET_RESTARTS, namespace, labels },
    spec: {
      schedule: TIMING.schedule,
      timeZone: 'UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: TIMING.startingDeadlineSeconds,
      suspend: TIMING.suspend,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        metadata: { labels },
        spec: {
          activeDeadlineSeconds: TIMING.activeDeadlineSeconds,
          backoffLimit: 2,
          podReplacementPolicy: 'Failed',
          // A pod lost to a drain costs no retry.
          podFailurePolicy: {
            rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
          },
          template: podOf(namespace, settings, names),
        },
      },
    },
  };
}

function podOf(
  namespace: string,
  { image, imagePullSecret, priorityClassName, resources }: SecretRestartsSettings,
  { program, state }: ConfigNames,
): IPodTemplateSpec {
  return podTemplate({
    life: 'run-once',
    selector: selectorLabels(namespace, SECRET_RESTARTS),
    labels: describingLabels('reconciler', image),
    serviceAccountName: SECRET_RESTARTS,
    priorityClassName,
    imagePullSecret,
    terminationGracePeriodSeconds: GRACE_SECONDS,
    volumes: [
      { name: 'program', configMap: { name: program } },
      { name: 'state', configMap: { name: state } },
      apiAccess.volume,
    ],
    container: {
      name: 'restarts',
      image,
      command: ['/nodejs/bin/node', `/program/${PROGRAM_FILE}`],
      env: { HOME: '/tmp', STATE_FILE: `/state/${STATE_FILE}` },
      resources,
      volumeMounts: [
        { name: 'program', mountPath: '/program', readOnly: true },
        { name: 'state', mountPath: '/state', readOnly: true },
        apiAccess.volumeMount,
      ],
    },
  });
}
