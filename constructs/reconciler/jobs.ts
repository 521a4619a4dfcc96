import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IJob } from 'kubernetes-models/batch/v1/Job';
import type { IPodFailurePolicyRule } from 'kubernetes-models/batch/v1/PodFailurePolicyRule';
import { describingLabels } from '../labels';
import type { ConfigNames } from './configuration';
import { podOf } from './pod';
import {
  activeDeadlineSeconds,
  type ReconcilerSettings,
  reconcilerLabels,
  STARTING_DEADLINE_SECONDS,
} from './props';

/** How often a failed run is tried again; each attempt already waits for the server. */
const RETRIES = 2;

/**
 * The run after a sync: the sync has failed when it has. What it is fed with are ordinary objects, which the sync applied
 * before.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export function hookOf(namespace: string, settings: ReconcilerSettings, names: ConfigNames): IJob {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: settings.name,
      namespace,
      labels: labelsOf(namespace, settings),
      annotations: {
        'argocd.argoproj.io/hook': 'PostSync',
        'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
      },
    },
    spec: jobOf(namespace, settings, names, 'hook'),
  };
}

/** The run on schedule: hooks do not run when Argo CD heals what was changed by hand. */
export function cronJobOf(namespace: string, settings: ReconcilerSettings, names: ConfigNames): ICronJob {
  const labels = labelsOf(namespace, settings);
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: settings.name, namespace, labels },
    spec: {
      schedule: settings.schedule,
      timeZone: settings.timeZone,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: STARTING_DEADLINE_SECONDS,
      suspend: false,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: { metadata: { labels }, spec: jobOf(namespace, settings, names, 'schedule') },
    },
  };
}

function jobOf(
  namespace: string,
  settings: ReconcilerSettings,
  names: ConfigNames,
  run: 'hook' | 'schedule',
): IJob['spec'] & object {
  return {
    activeDeadlineSeconds: activeDeadlineSeconds(settings),
    backoffLimit: RETRIES,
    podReplacementPolicy: 'Failed',
    podFailurePolicy: { rules: [DRAINED] },
    template: podOf(namespace, settings, names, run),
  };
}

/** A pod lost to a drain costs no retry. */
const DRAINED: IPodFailurePolicyRule = {
  action: 'Ignore',
  onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }],
};

function labelsOf(namespace: string, { name, image }: ReconcilerSettings): Readonly<Record<string, string>> {
  return { ...reconcilerLabels(namespace, name), ...describingLabels('reconciler', image) };
}
