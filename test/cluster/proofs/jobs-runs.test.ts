import { mapping, number, text } from '../../../checks/readers/read';
import { kubectl } from '../cluster';
import { get } from '../get';
import { expectWritten } from '../jobs/claims';
import {
  awaitOutcome,
  type CronJob,
  cronJobs,
  jobsOf,
  keepNoJobs,
  nameOf,
  outcomeOf,
  runs,
  startJob,
  statusThat,
} from '../jobs/cron-jobs';
import { until } from '../session/until';
import { clusterUnderTest } from './ground';

const cluster = clusterUnderTest();
keepNoJobs(cluster);
const titles = cronJobs.map((cronJob) => [`${cronJob.namespace}/${cronJob.name}`, cronJob] as const);

test.each(titles)(
  '%s completes when triggered, and writes to the claims that it mounts',
  async (_, cronJob) => {
    const { namespace } = cronJob;
    const job = await trigger(cronJob, 'triggered');
    const ended = await get(cluster, `/apis/batch/v1/namespaces/${namespace}/jobs/${job}`);
    const start = Date.parse(text(ended, 'status.startTime') ?? '');
    await expectWritten(cluster, cronJob, start);
  },
);

test('of the runs that complete, and of those that fail, as many are kept as configured: the latest', async () => {
  await Promise.all(
    cronJobs.map(async (cronJob) => {
      await leavesLatest(cronJob, 'Complete', 'successfulJobsHistoryLimit', (name) => trigger(cronJob, name));
      await leavesLatest(cronJob, 'Failed', 'failedJobsHistoryLimit', (name) => fail(cronJob, name));
    }),
  );
});

const expiring = cronJobs.filter(({ object }) => lifetimeOf(object) !== undefined);
(expiring.length > 0 ? test : test.skip)('a Job with a time to live goes when it is over', async () => {
  await Promise.all(
    expiring.map(async (cronJob) => {
      const name = `expiring-${cronJob.name}`;
      await startJob(cluster, cronJob, name, (spec) => {
        spec['ttlSecondsAfterFinished'] = Math.min(lifetimeOf(cronJob.object) ?? 0, 5);
      });
      const path = `/apis/batch/v1/namespaces/${cronJob.namespace}/jobs/${name}`;
      await until(
        `${path} is gone`,
        async () => (await cluster.client.send({ path })).status === 404 || name,
      );
    }),
  );
});

/** Makes one run more than the limit, one after another, and waits for what is left of all of this outcome. */
async function leavesLatest(
  cronJob: CronJob,
  outcome: string,
  limitKey: string,
  start: (name: string) => Promise<string>,
): Promise<void> {
  const limit = number(cronJob.object, `spec.${limitKey}`);
  if (limit === undefined) throw new Error(`${cronJob.file}: must have spec.${limitKey}`);
  const made: string[] = [];
  for (let run = 0; run <= limit; run += 1) made.push(await start(`${outcome.toLowerCase()}-${run}`));
  await until(`${cronJob.file} keeps ${limit} runs that are ${outcome}`, async () => {
    const jobs = await jobsOf(cluster, cronJob);
    const kept = jobs.filter((job) => outcomeOf(job)?.type === outcome).map(nameOf);
    const ours = made.filter((name) => kept.includes(name));
    // A run whose time came in between may have taken the place of one of ours.
    const latest = ours.join() === made.slice(made.length - ours.length).join();
    return (kept.length === limit && ours.length < made.length && latest) || kept.join();
  });
}

async function trigger({ namespace, name, file }: CronJob, title: string): Promise<string> {
  const job = `${title}-${name}`;
  await kubectl(cluster, ['create', 'job', job, `--from=cronjob/${name}`, `--namespace=${namespace}`]);
  const outcome = await outcomeOrRemoved(namespace, job);
  if (outcome !== 'Complete') throw new Error(`${file}: a run must complete, got ${outcome}`);
  return job;
}

/** A run that fails at once, with a status that no rule of the policy speaks of. */
async function fail(cronJob: CronJob, title: string): Promise<string> {
  const job = `${title}-${cronJob.name}`;
  const edit = (spec: Record<string, unknown>) => {
    runs('exit', String(statusThat(cronJob, 'Count')))(spec);
    spec['backoffLimit'] = 0;
  };
  await startJob(cluster, cronJob, job, edit, true);
  const outcome = await outcomeOrRemoved(cronJob.namespace, job);
  if (outcome !== 'Failed') throw new Error(`${cronJob.file}: a run that exits must fail, got ${outcome}`);
  return job;
}

async function outcomeOrRemoved(namespace: string, job: string): Promise<string> {
  return (await awaitOutcome(cluster, namespace, job)).type;
}

function lifetimeOf(cronJob: unknown): number | undefined {
  return number(mapping(cronJob, 'spec.jobTemplate.spec'), 'ttlSecondsAfterFinished');
}
