import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import { INTERNAL_CA_BUNDLE } from '../internal-ca/props';
import { describingLabels, selectorLabels } from '../labels';
import { type ContainerSettings, type PodSettings, podTemplate } from '../pod/template';
import { CA_FILE, FOLDERS } from './configuration';
import { SNAPSHOT_SECONDS, SNAPSHOTS, VAULT_AUDIENCE, type VaultSettings, vaultUrl } from './props';
import { CREDENTIALS_FOLDER, remoteOf, SETTINGS_FOLDER } from './snapshot-files';

/** Folder of the token of the run, in memory alone. */
export const SESSION = '/session';

/** Folder of the snapshot on its way. */
const COPY = '/copy';

/** How late a run may start, in seconds. */
export const LATE_SECONDS = 3600;

const RESOURCES: ContainerSettings['resources'] = {
  requests: { cpu: '50m', memory: '128Mi', ephemeralStorage: '1Gi' },
  limits: { memory: '256Mi', ephemeralStorage: '4Gi' },
};

/**
 * A snapshot at its times, in four steps of which each begins when the one before it was done: log in, take the snapshot,
 * copy it out of the cluster, and only then remove copies that are too old. What it holds stays sealed: without the seal
 * key it is worth nothing.
 * @see https://openbao.org/docs/commands/operator/raft/#snapshot
 */
export function snapshotJobOf(namespace: string, settings: VaultSettings, files: string): ICronJob {
  const { schedule, timeZone, image } = settings.snapshots;
  const labels = { ...selectorLabels(namespace, SNAPSHOTS), ...describingLabels('job', image) };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: SNAPSHOTS, namespace, labels },
    spec: {
      schedule,
      timeZone,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: LATE_SECONDS,
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        metadata: { labels },
        spec: {
          activeDeadlineSeconds: SNAPSHOT_SECONDS,
          backoffLimit: 3,
          podReplacementPolicy: 'Failed',
          podFailurePolicy: {
            rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
          },
          template: podTemplate(podOf(namespace, settings, files)),
        },
      },
    },
  };
}

function podOf(namespace: string, settings: VaultSettings, files: string): PodSettings {
  const { image, store } = settings.snapshots;
  return {
    life: 'run-once',
    selector: selectorLabels(namespace, SNAPSHOTS),
    labels: describingLabels('job', image),
    serviceAccountName: SNAPSHOTS,
    priorityClassName: settings.priorityClassName,
    terminationGracePeriodSeconds: 30,
    initContainers: [...vaultSteps(namespace, settings), storeStep('copy', settings)],
    container: storeStep('remove-old-ones', settings),
    volumes: volumesOf(files, store.secret),
  };
}

/** Logs in with the pod's own credential, and asks the active node for the snapshot. */
function vaultSteps(namespace: string, { image }: VaultSettings): readonly ContainerSettings[] {
  const step = (name: string, args: string[]): ContainerSettings => ({
    name,
    image,
    command: ['bao'],
    args,
    env: { HOME: SESSION, BAO_ADDR: vaultUrl(namespace), BAO_CACERT: CA_FILE },
    resources: RESOURCES,
    volumeMounts: [
      { name: 'session', mountPath: SESSION },
      { name: 'copy', mountPath: COPY },
      { name: 'settings', mountPath: SETTINGS_FOLDER, readOnly: true },
      { name: 'token', mountPath: '/token', readOnly: true },
      { name: 'ca', mountPath: FOLDERS.ca, readOnly: true },
    ],
  });
  return [
    step('log-in', ['agent', `-config=${SETTINGS_FOLDER}/agent.hcl`]),
    step('take', ['operator', 'raft', 'snapshot', 'save', `${COPY}/vault.snap`]),
  ];
}

/**
 * Works on the object storage. A copy is called after its Job, which ends in the minute that it was due at: names go up with
 * time, and a run that is tried again writes the same one.
 */
function storeStep(name: 'copy' | 'remove-old-ones', { snapshots }: VaultSettings): ContainerSettings {
  const remote = remoteOf(snapshots);
  const copy = ['copyto', `${COPY}/vault.snap`, `${remote}/$(JOB_NAME).snap`];
  const remove = [
    'delete',
    `--min-age=${snapshots.keepDays}d`,
    '--use-server-modtime',
    '--include=*.snap',
    remote,
  ];
  return {
    name,
    image: snapshots.image,
    command: ['rclone'],
    args: [...(name === 'copy' ? copy : remove), '--config=', '--retries=3', '--stats=0', '-v'],
    env: {
      HOME: '/tmp',
      AWS_CONFIG_FILE: `${SETTINGS_FOLDER}/aws`,
      JOB_NAME: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" },
    },
    resources: RESOURCES,
    volumeMounts: [
      { name: 'copy', mountPath: COPY, readOnly: true },
      { name: 'settings', mountPath: SETTINGS_FOLDER, readOnly: true },
      { name: 'credentials', mountPath: CREDENTIALS_FOLDER, readOnly: true },
    ],
  };
}

function volumesOf(files: string, secret: string): readonly IVolume[] {
  return [
    { name: 'session', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
    { name: 'copy', emptyDir: { sizeLimit: RESOURCES.limits.ephemeralStorage } },
    { name: 'settings', configMap: { name: files } },
    {
      name: 'token',
      projected: {
        defaultMode: 0o440,
        sources: [
          {
            serviceAccountToken: {
              path: 'token',
              expirationSeconds: SNAPSHOT_SECONDS,
              audience: VAULT_AUDIENCE,
            },
          },
        ],
      },
    },
    { name: 'ca', configMap: { name: INTERNAL_CA_BUNDLE } },
    { name: 'credentials', secret: { secretName: secret, defaultMode: 0o440 } },
  ];
}
