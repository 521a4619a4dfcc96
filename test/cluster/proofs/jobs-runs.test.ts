import { mapping, number } from '../../../checks/readers/read';
import { kubectl } from '../cluster';
import { clusterUnderTest } from '../ground';
import { until } from '../session/until';
import { expectWritten } from './jobs/claims';
import {
  type CronJob,
  cronJobs,
  jobsOf,
  keepNoJobs,
  nameOf,
  outcomeOf,
  runs,
  startJob,
  statusThat,
} from './jobs/cron-jobs';

/** Where a CronJob says how many of its Jobs that ended so it keeps. */
const LIMITS = { Complete: 'successfulJobsHistoryLimit', Failed: 'failedJobsHistoryLimit' } as const;

/** What became of a Job that is not there any more. */
const REMOVED = 'removed';

const cluster = clusterUnderTest();
keepNoJobs(cluster);
const titles = cronJobs.map((cronJob) => [`${cronJob.namespace}/${cronJob.name}`, cronJob] as const);

test.each(titles)(
  '%s completes when triggered, and writes to the claims that it mounts',
  async (_, cronJob) => {
    const start = Date.now();
    await trigger(cronJob, 'triggered');
    await expectWritten(cluster, cronJob, start);
  },
);

test('of the runs that complete, and of those that fail, as many are kept as configured: the latest', async () => {
  await Promise.all(
    cronJobs.map(async (cronJob) => {
      await leavesLatest(cronJob, 'Complete', (name) => trigger(cronJob, name));
      await leavesLatest(cronJob, 'Failed', (name) => fail(cronJob, name));
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
  outcome: keyof typeof LIMITS,
  start: (name: string) => Promise<string>,
): Promise<void> {
  const limit = limitOf(cronJob, outcome);
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

async function trigger(cronJob: CronJob, title: string): Promise<string> {
  const { namespace, name } = cronJob;
  const job = `${title}-${name}`;
  await kubectl(cluster, ['create', 'job', job, `--from=cronjob/${name}`, `--namespace=${namespace}`]);
  await endsAs(cronJob, job, 'Complete');
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
  await endsAs(cronJob, job, 'Failed');
  return job;
}

/** Waits until the run has ended so. One of which the history keeps none may be gone before anybody looks. */
async function endsAs(cronJob: CronJob, job: string, wanted: keyof typeof LIMITS): Promise<void> {
  const outcome = await outcomeOrRemoved(cronJob.namespace, job);
  const mayBeGone = limitOf(cronJob, wanted) === 0;
  if (outcome === wanted || (outcome === REMOVED && mayBeGone)) return;
  throw new Error(`${cronJob.file}: the run ${job} must be ${wanted}, was ${outcome}`);
}

/** How the Job ended, or that it is gone. */
async function outcomeOrRemoved(namespace: string, job: string): Promise<string> {
  const path = `/apis/batch/v1/namespaces/${namespace}/jobs/${job}`;
  const { type } = await until(`the Job ${namespace}/${job} has ended`, async () => {
    const { status, body } = await cluster.client.send({ path });
    if (status === 404) return { type: REMOVED };
    return outcomeOf(body) ?? `${status} ${JSON.stringify(mapping(body, 'status'))}`;
  });
  return type;
}

function limitOf({ file, object }: CronJob, outcome: keyof typeof LIMITS): number {
  const limit = number(object, `spec.${LIMITS[outcome]}`);
  if (limit === undefined) throw new Error(`${file}: must have spec.${LIMITS[outcome]}`);
  return limit;
}

function lifetimeOf(cronJob: unknown): number | undefined {
  return number(mapping(cronJob, 'spec.jobTemplate.spec'), 'ttlSecondsAfterFinished');
}
