import { POLL_SECONDS } from '../argo-cd/processes';
import { clusterUnderTest } from '../ground';
import { measured, secondsSince, summaryOf } from '../report/measurements';
import { until } from '../session/until';
import { awaitCommit, changeDist, restoreDist } from './change';
import { touch, touchOf } from './touch';
import { applicationsWith, distApplications } from './tree';

const cluster = clusterUnderTest();
const COMMITS = 20;

/** Commits go to one Application with workloads after another. */
const targets = distApplications.filter(({ name, tree }) =>
  applicationsWith('Deployment', tree).some((application) => application.name === name),
);

afterAll(() => restoreDist(cluster));

test(`each of ${COMMITS} commits in a row is in the cluster, and its Application Synced at it`, async () => {
  const seconds: number[] = [];
  for (let index = 0; index < COMMITS; index += 1) seconds.push(await secondsOfCommit(index));
  measured('commit to synced', summaryOf(seconds));
});

test('a commit that nobody announces is found by the poll', async () => {
  const [target] = targets;
  if (target === undefined) throw new Error('dist/ must have an Application with a Deployment');
  const start = Date.now();
  const change = (dist: string) => touch(dist, target, 'unannounced');
  const hash = await changeDist(cluster, 'nobody is told', change, { announced: false });
  await awaitTouch(target, 'unannounced');
  await awaitCommit(cluster, hash);
  measured(`unannounced commit to synced, with a poll every ${POLL_SECONDS} s`, secondsSince(start));
});

async function secondsOfCommit(index: number): Promise<number> {
  const target = targets[index % targets.length];
  if (target === undefined) throw new Error('dist/ must have an Application with a Deployment');
  const value = `commit-${index}`;
  const start = Date.now();
  const hash = await changeDist(cluster, value, (dist) => touch(dist, target, value));
  await awaitTouch(target, value);
  await awaitCommit(cluster, hash);
  return (Date.now() - start) / 1000;
}

async function awaitTouch(target: (typeof targets)[number], value: string): Promise<void> {
  await until(
    `${target.name} has what was committed`,
    async () => {
      const found = await touchOf(cluster, target);
      return found === value || found;
    },
    { seconds: 120, every: 50 },
  );
}
