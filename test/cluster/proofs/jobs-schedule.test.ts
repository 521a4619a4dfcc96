import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { type Fields, mapping, mappings, text } from '../../../checks/readers/read';
import { get } from '../get';
import { clusterUnderTest } from '../ground';
import { endContainer } from '../pods/end';
import { measured, summaryOf } from '../report/measurements';
import { until } from '../session/until';
import { changeDist, editObject, restoreDist } from './change';
import { expectWritten } from './jobs/claims';
import {
  awaitOutcome,
  awaitRunningPod,
  type CronJob,
  cronJobs,
  jobsOf,
  keepNoJobs,
  nameOf,
  running,
} from './jobs/cron-jobs';
import { comingMinute, minuteAfter, scheduleOf } from './jobs/schedule';

/** Milliseconds that a commit may take until it is applied. */
const APPLIED = 20_000;

/** Milliseconds by which a controller on a busy machine may be late with a run. */
const LATENESS = 5_000;

/** The container that keeps a run from beginning its work, so that the next minute comes meanwhile. */
const GATE = 'until-told';

/** What the controller says when a run's time comes while another is at work. */
const SKIPPED = 'JobAlreadyActive';

const cluster = clusterUnderTest();
keepNoJobs(cluster);
const first = comingMinute(Date.now(), APPLIED);
const second = minuteAfter(first);
const titles = running.map((cronJob) => [`${cronJob.namespace}/${cronJob.name}`, cronJob] as const);

// One commit for all: each of them would wait for minutes.
beforeAll(async () => {
  await changeDist(cluster, 'runs in a minute', (dist) => {
    for (const cronJob of cronJobs) writeSuspended(dist, cronJob);
    for (const { file } of cronJobs) editObject(dist, file, moveSchedule);
    for (const { file } of running) editObject(dist, file, addGate);
  });
});
afterAll(() => restoreDist(cluster));

test('every CronJob runs when its time comes, by the clock of its time zone', async () => {
  const late = await Promise.all(
    running.map(async (cronJob) => {
      const job = await runOf(cronJob, first);
      await awaitRunningPod(cluster, cronJob.namespace, nameOf(job));
      return (Date.parse(text(job, 'metadata.creationTimestamp') ?? '') - first) / 1000;
    }),
  );
  for (const seconds of late) expect(seconds).toBeGreaterThanOrEqual(0);
  measured('from its time to its Job', summaryOf(late));
});

test.each(titles)(
  '%s does with a run whose time comes while one is at work as it says',
  async (_, cronJob) => {
    const wanted = outcomes[text(cronJob.object, 'spec.concurrencyPolicy') ?? 'Allow'];
    if (wanted === undefined) throw new Error(`${cronJob.file}: must have a concurrencyPolicy that is known`);
    await wanted(cronJob);
  },
);

test('what is suspended does not run when its time comes', async () => {
  const isOver = async () => Date.now() > second + LATENESS || `${second - Date.now()} ms before it`;
  await until('the second minute has come, and the controller has seen it', isOver, { seconds: patience() });
  for (const cronJob of cronJobs.map(suspendedOf)) {
    const { namespace, name } = cronJob;
    const live = await get(cluster, `/apis/batch/v1/namespaces/${namespace}/cronjobs/${name}`);
    expect(mapping(live, 'spec')).toMatchObject({ suspend: true, schedule: scheduleFor(cronJob) });
    expect(await jobsOf(cluster, cronJob)).toEqual([]);
  }
});

test('a run that has waited does its work, and writes to the claims that it mounts', async () => {
  await restoreDist(cluster);
  await Promise.all(
    running.map(async (cronJob) => {
      const { namespace } = cronJob;
      const told = Date.now();
      const jobs = (await jobsOf(cluster, cronJob)).filter((job) => timeOf(job) >= first);
      for (const job of jobs) await finish(namespace, nameOf(job));
      await expectWritten(cluster, cronJob, told);
    }),
  );
});

const outcomes: Readonly<Record<string, (cronJob: CronJob) => Promise<void>>> = {
  Forbid: async (cronJob) => {
    await until(
      `${cronJob.file} skips the second run`,
      async () => {
        const events = await eventsOf(cronJob, SKIPPED);
        return events.some((event) => Date.parse(lastSeen(event)) >= second) || `${events.length} events`;
      },
      { seconds: patience() },
    );
    expect(await timesOf(cronJob)).toEqual([first]);
  },
  Replace: async (cronJob) => {
    await runOf(cronJob, second);
    await until(`${cronJob.file} has ended the first run`, async () => {
      const times = await timesOf(cronJob);
      return !times.includes(first) || times.join();
    });
  },
  Allow: async (cronJob) => {
    await runOf(cronJob, second);
    expect(await timesOf(cronJob)).toEqual([first, second]);
  },
};

/** The Job for this minute, once it is there. */
async function runOf(cronJob: CronJob, minute: number): Promise<Fields> {
  return until(
    `${cronJob.file} runs at ${new Date(minute).toISOString()}`,
    async () => {
      const jobs = await jobsOf(cluster, cronJob);
      return jobs.find((job) => timeOf(job) === minute) ?? `${jobs.length} other Jobs`;
    },
    { seconds: patience() },
  );
}

/** Seconds until the second minute has come, and as many more as a busy machine may take. */
function patience(): number {
  return Math.max(0, second - Date.now()) / 1000 + 30;
}

/** Minutes of the runs that the schedule of this file made. */
async function timesOf(cronJob: CronJob): Promise<readonly number[]> {
  return (await jobsOf(cluster, cronJob)).map(timeOf).filter((time) => time >= first);
}

function timeOf(job: Fields): number {
  return Date.parse(
    String(mapping(job, 'metadata.annotations')['batch.kubernetes.io/cronjob-scheduled-timestamp']),
  );
}

/** Opens the gate of a run, and waits until it has done its work. */
async function finish(namespace: string, job: string): Promise<void> {
  const pod = await awaitRunningPod(cluster, namespace, job);
  await endContainer(cluster, namespace, pod, GATE);
  const outcome = await awaitOutcome(cluster, namespace, job);
  expect({ job, ...outcome }).toMatchObject({ job, type: 'Complete' });
}

async function eventsOf({ namespace, name }: CronJob, reason: string): Promise<readonly Fields[]> {
  const selector = `involvedObject.kind=CronJob,involvedObject.name=${name},reason=${reason}`;
  const query = `fieldSelector=${encodeURIComponent(selector)}`;
  return mappings(await get(cluster, `/api/v1/namespaces/${namespace}/events?${query}`), 'items');
}

function lastSeen(event: Fields): string {
  return text(event, 'lastTimestamp') ?? text(event, 'eventTime') ?? '';
}

function scheduleFor({ object }: CronJob): string {
  return scheduleOf(first, text(object, 'spec.timeZone'));
}

function moveSchedule(object: Record<string, unknown>): void {
  const spec = mapping(object, 'spec');
  object['spec'] = { ...spec, schedule: scheduleOf(first, text(spec, 'timeZone')) };
}

/** A first container that holds the pod back, with what the pod's own container may do and use. */
function addGate(object: Record<string, unknown>): void {
  const pod = mapping(object, 'spec.jobTemplate.spec.template.spec');
  const [container] = mappings(pod, 'containers');
  const { image, resources, securityContext } = mapping(container);
  const gate = { name: GATE, image, resources, securityContext, command: ['/stand-in', 'hold'] };
  Object.assign(pod, { initContainers: [gate, ...mappings(pod, 'initContainers')] });
}

/** The same CronJob under another name, suspended: that it does not run is due to that alone. */
function suspendedOf(cronJob: CronJob): CronJob {
  const name = `suspended-${cronJobs.indexOf(cronJob)}`;
  return { ...cronJob, name, file: join(dirname(cronJob.file), `cronjob.batch_${name}.yaml`) };
}

function writeSuspended(dist: string, cronJob: CronJob): void {
  const { name, file } = suspendedOf(cronJob);
  const { spec, metadata, ...rest } = cronJob.object;
  const schedule = scheduleFor(cronJob);
  const suspended = {
    ...rest,
    metadata: { ...mapping(metadata), name },
    spec: { ...mapping(spec), schedule, suspend: true },
  };
  writeFileSync(join(dist, file), stringify(suspended, { version: '1.1' }));
}
