import type { KubePersistentVolumeClaimProps } from 'cdk8s-plus-27/lib/imports/k8s';
import { Quantity } from 'cdk8s-plus-27/lib/imports/k8s';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IPodFailurePolicyRule } from 'kubernetes-models/batch/v1/PodFailurePolicyRule';
import { describingLabels, selectorLabels } from '../labels';
import { secretMounts, secretVolumes } from '../pod/secret-files';
import { podTemplate } from '../pod/template';
import type { ScheduledJobSettings } from './props';

/** Name of the container, by which the failure policy finds it. */
const CONTAINER = 'job';

/** Time from the request to stop until the kill, in seconds. */
const GRACE_SECONDS = 30;

/** The CronJob; each run is one pod that is replaced only once it has ended. */
export function cronJobOf(namespace: string, settings: ScheduledJobSettings): ICronJob {
  const { name } = settings;
  const selector = selectorLabels(namespace, name);
  const labels = { ...selector, ...describingLabels('job', settings.image) };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace, labels },
    spec: {
      schedule: settings.schedule,
      timeZone: settings.timeZone,
      concurrencyPolicy: settings.concurrencyPolicy,
      startingDeadlineSeconds: settings.startingDeadlineSeconds,
      suspend: settings.suspend,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        metadata: { labels },
        spec: {
          activeDeadlineSeconds: settings.activeDeadlineSeconds,
          backoffLimit: settings.backoffLimit,
          podReplacementPolicy: 'Failed',
          podFailurePolicy: { rules: failureRulesOf(settings) },
          template: podTemplateOf(namespace, settings),
        },
      },
    },
  };
}

/** The claim of a job that keeps files; nothing for one that keeps none. Argo CD never prunes it. */
export function persistentVolumeClaimOf(
  namespace: string,
  { name, volume }: ScheduledJobSettings,
): KubePersistentVolumeClaimProps | undefined {
  if (volume === undefined) return undefined;
  const { storageClassName } = volume;
  return {
    metadata: {
      name,
      namespace,
      annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
    },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClassName === undefined ? {} : { storageClassName }),
      resources: { requests: { storage: Quantity.fromString(volume.size) } },
    },
  };
}

function podTemplateOf(namespace: string, settings: ScheduledJobSettings) {
  const { name, volume, secrets } = settings;
  return podTemplate({
    life: 'run-once',
    selector: selectorLabels(namespace, name),
    labels: describingLabels('job', settings.image),
    serviceAccountName: name,
    priorityClassName: settings.priorityClassName,
    imagePullSecret: settings.imagePullSecret,
    terminationGracePeriodSeconds: GRACE_SECONDS,
    volumes: [
      ...(volume === undefined ? [] : [{ name: 'data', persistentVolumeClaim: { claimName: name } }]),
      ...secretVolumes(secrets),
    ],
    container: {
      name: CONTAINER,
      image: settings.image,
      command: [...settings.command],
      env: { HOME: '/tmp', ...Object.fromEntries(settings.urls.map(({ variable, url }) => [variable, url])) },
      resources: settings.resources,
      volumeMounts: [
        ...(volume === undefined ? [] : [{ name: 'data', mountPath: volume.path }]),
        ...secretMounts(secrets),
      ],
    },
  });
}

/** A pod lost to a drain costs no retry; a failure that no retry can cure ends the run at once. */
function failureRulesOf({ permanentFailureExitCodes }: ScheduledJobSettings): IPodFailurePolicyRule[] {
  const values = [...new Set(permanentFailureExitCodes)].sort((one, other) => one - other);
  const drained: IPodFailurePolicyRule = {
    action: 'Ignore',
    onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }],
  };
  const hopeless: IPodFailurePolicyRule = {
    action: 'FailJob',
    onExitCodes: { containerName: CONTAINER, operator: 'In', values },
  };
  return values.length === 0 ? [drained] : [drained, hopeless];
}
