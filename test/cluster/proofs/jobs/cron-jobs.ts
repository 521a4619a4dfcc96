import {
  type Fields,
  isMapping,
  list,
  mapping,
  mappings,
  number,
  text,
} from '../../../../checks/readers/read';
import { readDist } from '../../../admission/documents';
import { type Cluster, kubectl } from '../../cluster';
import { get } from '../../get';
import { DIST } from '../../ground';
import { until } from '../../session/until';

/** A CronJob of `dist/`. */
export interface CronJob {
  readonly namespace: string;
  readonly name: string;
  /** Path below `dist/`. */
  readonly file: string;
  readonly object: Readonly<Record<string, unknown>>;
}

/** Every CronJob of `dist/`. */
export const cronJobs: readonly CronJob[] = readDist(DIST)
  .filter(({ object }) => object.kind === 'CronJob')
  .map(({ title, object }) => {
    const { namespace = '', name } = object.metadata;
    return { namespace, name, file: title, object: { ...object } };
  });

/** The ones that run by themselves. */
export const running = cronJobs.filter(({ object }) => mapping(object, 'spec')['suspend'] !== true);

/** How a Job ended: `Complete` or `Failed`, and why. */
export interface Outcome {
  readonly type: string;
  readonly reason: string;
}

/** Waits until the Job has ended. */
export async function awaitOutcome(
  cluster: Cluster,
  namespace: string,
  name: string,
  seconds = 60,
): Promise<Outcome> {
  return until(
    `the Job ${namespace}/${name} has ended`,
    async () => {
      const job = await get(cluster, `/apis/batch/v1/namespaces/${namespace}/jobs/${name}`);
      return outcomeOf(job) ?? JSON.stringify(mapping(job, 'status'));
    },
    { seconds },
  );
}

/** @returns undefined while the Job has not ended */
export function outcomeOf(job: unknown): Outcome | undefined {
  const ends = mappings(job, 'status.conditions').filter(({ status }) => status === 'True');
  const end = ends.find(({ type }) => type === 'Complete' || type === 'Failed');
  return end && { type: text(end, 'type') ?? '', reason: text(end, 'reason') ?? '' };
}

/** The Jobs that this CronJob owns, the oldest first. */
export async function jobsOf(cluster: Cluster, { namespace, name }: CronJob): Promise<readonly Fields[]> {
  const jobs = mappings(await get(cluster, `/apis/batch/v1/namespaces/${namespace}/jobs`), 'items');
  return jobs
    .filter((job) => mappings(job, 'metadata.ownerReferences').some((owner) => owner['name'] === name))
    .sort((one, other) => createdAt(one).localeCompare(createdAt(other)));
}

/** The pods of a Job, ended ones too. */
export async function podsOfJob(
  cluster: Cluster,
  namespace: string,
  name: string,
): Promise<readonly Fields[]> {
  const selector = `labelSelector=batch.kubernetes.io/job-name=${name}`;
  return mappings(await get(cluster, `/api/v1/namespaces/${namespace}/pods?${selector}`), 'items');
}

/** Waits until a pod of the Job runs that is none of these. */
export async function awaitRunningPod(
  cluster: Cluster,
  namespace: string,
  job: string,
  others: readonly string[] = [],
): Promise<string> {
  const pod = await until(`a pod of ${namespace}/${job} runs`, async () => {
    const pods = await podsOfJob(cluster, namespace, job);
    const found = pods.find((one) => isRunning(one) && !others.includes(nameOf(one)));
    return found ?? pods.map((one) => `${nameOf(one)} ${text(one, 'status.phase')}`).join();
  });
  return nameOf(pod);
}

/** What a proof changes in a Job's spec; the rest is the CronJob's own template. */
export type JobEdit = (spec: Record<string, unknown>) => void;

/**
 * Makes a Job from the CronJob's template.
 *
 * @param owned whether the CronJob counts it among its own, as it does with those that `kubectl create job --from` makes
 */
export async function startJob(
  cluster: Cluster,
  cronJob: CronJob,
  name: string,
  edit: JobEdit,
  owned = false,
): Promise<void> {
  const { namespace, object } = cronJob;
  const { spec, metadata } = structuredClone(mapping(object, 'spec.jobTemplate'));
  const edited = { ...mapping(spec) };
  edit(edited);
  const ownerReferences = owned ? [await referenceTo(cluster, cronJob)] : [];
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...mapping(metadata), namespace, name, ownerReferences },
    spec: edited,
  };
  await kubectl(cluster, ['create', '--filename=-'], JSON.stringify(job));
}

/** Has every container of the Job run this command of the stand-in: `['exit', '3']`. */
export function runs(...words: readonly string[]): JobEdit {
  return (spec) => {
    for (const container of mappings(spec, 'template.spec.containers')) {
      Object.assign(container, { command: ['/stand-in', ...words], args: [] });
    }
  };
}

/** What the template's policy does with a pod that ends so: `FailJob`, `Ignore`, or `Count` when no rule speaks of it. */
function actionOf({ object }: CronJob, status: number): string {
  const rules = mappings(object, 'spec.jobTemplate.spec.podFailurePolicy.rules');
  const rule = rules.find(({ onExitCodes }) => {
    const named = list(onExitCodes, 'values').includes(status);
    return onExitCodes !== undefined && (text(onExitCodes, 'operator') === 'In' ? named : !named);
  });
  return text(rule, 'action') ?? 'Count';
}

/** The smallest exit status with which the policy does this. */
export function statusThat(cronJob: CronJob, action: string): number | undefined {
  return Array.from({ length: 255 }, (_, index) => index + 1).find(
    (status) => actionOf(cronJob, status) === action,
  );
}

/** Removes, after the tests of the file, every Job that was not there before them. */
export function keepNoJobs(cluster: Cluster): void {
  let before: ReadonlySet<string>;
  const namespaces = [...new Set(cronJobs.map(({ namespace }) => namespace))];
  const all = async () => {
    const lists = namespaces.map((name) => get(cluster, `/apis/batch/v1/namespaces/${name}/jobs`));
    return (await Promise.all(lists)).flatMap((found) => mappings(found, 'items'));
  };
  beforeAll(async () => {
    before = new Set((await all()).map((job) => text(job, 'metadata.uid') ?? ''));
  });
  afterAll(async () => {
    for (const job of (await all()).filter((found) => !before.has(text(found, 'metadata.uid') ?? ''))) {
      const namespace = `--namespace=${text(job, 'metadata.namespace')}`;
      const flags = [namespace, '--cascade=foreground', '--ignore-not-found'];
      await kubectl(cluster, ['delete', 'job', nameOf(job), ...flags]);
    }
  });
}

export function nameOf(object: unknown): string {
  return text(object, 'metadata.name') ?? '';
}

/** Whether a container of it runs, be it one that runs before the others, and it has not been told to end. */
function isRunning(pod: Fields): boolean {
  const statuses = ['containerStatuses', 'initContainerStatuses'].flatMap((key) =>
    mappings(pod, `status.${key}`),
  );
  const runs = statuses.some((status) => isMapping(mapping(status, 'state')['running']));
  return runs && text(pod, 'metadata.deletionTimestamp') === undefined;
}

/** Seconds resolution: of two that are made within one, the name decides. */
function createdAt(job: Fields): string {
  return `${text(job, 'metadata.creationTimestamp')} ${nameOf(job)}`;
}

async function referenceTo(cluster: Cluster, { namespace, name }: CronJob): Promise<object> {
  const live = await get(cluster, `/apis/batch/v1/namespaces/${namespace}/cronjobs/${name}`);
  const uid = text(live, 'metadata.uid');
  return { apiVersion: 'batch/v1', kind: 'CronJob', name, uid, controller: true };
}

/** How often a run that keeps failing is tried again, as its template says or as the API server has it by default. */
export function backoffLimitOf({ object }: CronJob): number {
  return number(object, 'spec.jobTemplate.spec.backoffLimit') ?? 6;
}
