import { mappings, number, text } from '../../../checks/readers/read';
import { get } from '../get';
import { clusterUnderTest } from '../ground';
import { until } from '../session/until';
import {
  awaitOutcome,
  awaitRunningPod,
  backoffLimitOf,
  type CronJob,
  cronJobs,
  keepNoJobs,
  podsOfJob,
  runs,
  startJob,
  statusThat,
} from './jobs/cron-jobs';
import { patchByHand } from './live-object';

/** What a process returns that SIGTERM ended; a pod that returns 0 would have done its work. */
const STOPPED = '143';

/** The controller waits 10 s before the second try and doubles that each time: more tries than these take minutes. */
const MOST_TRIES = 3;

const cluster = clusterUnderTest();
keepNoJobs(cluster);

// Its tries are far apart, so the other tests run in between.
beforeAll(() =>
  all(cronJobs, (cronJob) =>
    startJob(cluster, cronJob, named('tried-again', cronJob), (spec) => {
      runs('exit', String(statusThat(cronJob, 'Count')))(spec);
      spec['backoffLimit'] = triesOf(cronJob);
    }),
  ),
);

test('a run that ends with a status that is not worth a retry is not tried again', async () => {
  const judged = cronJobs.filter((cronJob) => statusThat(cronJob, 'FailJob') !== undefined);
  expect(judged).not.toEqual([]);
  await all(judged, async (cronJob) => {
    const name = named('given-up', cronJob);
    await startJob(cluster, cronJob, name, runs('exit', String(statusThat(cronJob, 'FailJob'))));
    await endsAs(cronJob, name, { reason: 'PodFailurePolicy', failed: 1 });
  });
});

test('a pod that is evicted is replaced and counts as no failure', async () => {
  const judged = cronJobs.filter(ignoresDisruption);
  expect(judged).not.toEqual([]);
  await all(judged, async (cronJob) => {
    const name = named('evicted', cronJob);
    await startJob(cluster, cronJob, name, (spec) => {
      runs('hold', STOPPED)(spec);
      // The first failure that counts would end it.
      spec['backoffLimit'] = 0;
    });
    const first = await awaitRunningPod(cluster, cronJob.namespace, name);
    await evict(cronJob.namespace, first);
    await awaitRunningPod(cluster, cronJob.namespace, name, [first]);
    const job = await jobOf(cronJob, name);
    expect({ job: cronJob.file, failed: number(job, 'status.failed') ?? 0 }).toEqual({
      job: cronJob.file,
      failed: 0,
    });
    // Without it the pods of a Job outlive it.
    const path = `${jobPath(cronJob, name)}?propagationPolicy=Background`;
    await cluster.client.send({ method: 'DELETE', path });
  });
});

test('a run that hangs is ended by activeDeadlineSeconds', async () => {
  await all(cronJobs, async (cronJob) => {
    const name = named('hangs', cronJob);
    await startJob(cluster, cronJob, name, (spec) => {
      runs('hold', STOPPED)(spec);
      if (typeof spec['activeDeadlineSeconds'] !== 'number') {
        throw new Error(
          `${cronJob.file}: must have activeDeadlineSeconds, or a run that hangs holds up all after it`,
        );
      }
    });
    await awaitRunningPod(cluster, cronJob.namespace, name);
    await endNow(cronJob, name);
    const { reason } = await awaitOutcome(cluster, cronJob.namespace, name);
    expect({ job: cronJob.file, reason }).toEqual({ job: cronJob.file, reason: 'DeadlineExceeded' });
    await until(`no pod of ${name} runs`, async () => {
      const phases = (await podsOfJob(cluster, cronJob.namespace, name)).map((pod) =>
        text(pod, 'status.phase'),
      );
      return !phases.includes('Running') || phases.join();
    });
  });
});

test('a run that fails is tried again as often as backoffLimit says', () =>
  all(cronJobs, async (cronJob) => {
    const failed = triesOf(cronJob) + 1;
    await endsAs(cronJob, named('tried-again', cronJob), { reason: 'BackoffLimitExceeded', failed });
  }));

/** Each fails with the file of its CronJob in the message, so all can be looked at together. */
async function all(of: readonly CronJob[], prove: (cronJob: CronJob) => Promise<void>): Promise<void> {
  await Promise.all(of.map(prove));
}

async function endsAs(
  cronJob: CronJob,
  name: string,
  wanted: { readonly reason: string; readonly failed: number },
): Promise<void> {
  const { namespace, file } = cronJob;
  const { type, reason } = await awaitOutcome(cluster, namespace, name, 180);
  const pods = (await podsOfJob(cluster, namespace, name)).length;
  const failed = number(await jobOf(cronJob, name), 'status.failed');
  expect({ file, type, reason, failed, pods }).toEqual({
    file,
    type: 'Failed',
    ...wanted,
    pods: wanted.failed,
  });
}

async function evict(namespace: string, pod: string): Promise<void> {
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { namespace, name: pod } };
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/eviction`;
  const { status, body } = await cluster.client.send({
    method: 'POST',
    path,
    body: JSON.stringify(eviction),
  });
  if (status !== 201) throw new Error(`${namespace}/${pod} must be evicted: ${text(body, 'message')}`);
}

/** Moves the deadline to where it has passed already: one that is short from the start may pass before the pod runs. */
async function endNow({ namespace }: CronJob, name: string): Promise<void> {
  const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { namespace, name } };
  await patchByHand(cluster, job, { spec: { activeDeadlineSeconds: 1 } });
}

function ignoresDisruption({ object }: CronJob): boolean {
  return mappings(object, 'spec.jobTemplate.spec.podFailurePolicy.rules').some(
    (rule) =>
      rule['action'] === 'Ignore' &&
      mappings(rule, 'onPodConditions').some(({ type }) => type === 'DisruptionTarget'),
  );
}

function triesOf(cronJob: CronJob): number {
  return Math.min(backoffLimitOf(cronJob), MOST_TRIES);
}

function jobPath({ namespace }: CronJob, name: string): string {
  return `/apis/batch/v1/namespaces/${namespace}/jobs/${name}`;
}

async function jobOf(cronJob: CronJob, name: string): Promise<unknown> {
  return get(cluster, jobPath(cronJob, name));
}

function named(title: string, { name }: CronJob): string {
  return `${title}-${name}`;
}
