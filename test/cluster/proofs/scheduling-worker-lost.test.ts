import { applyObjects, kubectl } from '../cluster';
import { clusterUnderTest } from '../ground';
import { setCable } from '../network/node-network';
import { killWorker, startNode, startRuntime, type Worker } from '../nodes/worker';
import { measured, secondsSince, summaryOf } from '../report/measurements';
import { processesIn } from '../session/cgroups';
import { isRunning } from '../session/daemon';
import { until } from '../session/until';
import { awaitWhole, type LivePod, livePods, standInForScalers } from './scheduling/live';
import { numberedPods, WRITTEN } from './scheduling/numbered-pods';
import {
  awaitNotReady,
  awaitReady,
  fullestOf,
  isReady,
  podsOfAll,
  replacedAfter,
  setOutOfService,
} from './scheduling/outage';
import { contentOf, volumesOf } from './scheduling/volumes';
import { owns, startUpSecondsOf, type Workload, workloads } from './scheduling/workloads';

const NAMESPACE = 'scheduling-worker-lost';

/** How long is looked at the least, in seconds. */
const LEAST_SECONDS = 5;

const cluster = clusterUnderTest();
const numbered = numberedPods(NAMESPACE);
const deployments = workloads.filter(({ kind }) => kind === 'Deployment');
const statefulSets = [numbered.workload, ...workloads.filter(({ kind }) => kind === 'StatefulSet')];
const all = [...deployments, ...statefulSets];

let takeBack: () => Promise<void>;
let lost: Worker;
/** When it was lost, as `Date.now()` has it. */
let since: number;
/** What was on it then. */
let deploymentPods: readonly LivePod[];
let statefulPods: readonly LivePod[];

beforeAll(async () => {
  takeBack = await standInForScalers(cluster, workloads);
  await applyObjects(cluster, numbered.objects);
  await awaitWhole(cluster, all);
});

afterAll(async () => {
  for (const worker of cluster.workers) await bringBack(worker);
  await kubectl(cluster, ['delete', 'namespace', NAMESPACE, '--ignore-not-found']);
  await takeBack?.();
});

describe('a worker without power', () => {
  beforeAll(() => lose(killWorker));

  test('is NotReady within the grace period', workerIsNotReady);

  test('is missed by no Deployment once its pods are no longer tolerated there', deploymentsAreWhole);

  test('is missed by StatefulSets, which go on with the rest and start nothing twice', theRestGoesOn);

  test('gives StatefulSets their pods back, with their volumes, once it is out of service', async () => {
    const volumes = await volumesOn(statefulPods);
    const written = await writtenOn(statefulPods);
    const start = Date.now();
    await setOutOfService(cluster, lost.plan.name, true);
    await awaitWhole(cluster, statefulSets, { without: lost.plan.name });
    measured('out-of-service taint to whole StatefulSets', secondsSince(start));
    const now = (await podsOfAll(cluster, statefulSets)).filter(({ name, namespace }) =>
      statefulPods.some((pod) => pod.name === name && pod.namespace === namespace),
    );
    expect(now).toHaveLength(statefulPods.length);
    const uids = now.map(({ uid }) => uid);
    for (const { uid } of statefulPods) expect(uids).not.toContain(uid);
    expect(await volumesOn(now)).toEqual(volumes);
    expectWrittenAnew(await writtenOn(now), written);
  });

  test('comes back, and everything is as before', async () => {
    const start = Date.now();
    await bringBack(lost);
    await everythingIsAsBefore();
    measured('power back to everything as before', secondsSince(start));
  });
});

describe('a worker without its cable', () => {
  beforeAll(() => lose(({ plan }) => setCable(plan.name, 'down')));

  test('is NotReady within the grace period', workerIsNotReady);

  test('is missed by no Deployment once its pods are no longer tolerated there', deploymentsAreWhole);

  test('is missed by StatefulSets, whose pods still run on it: none may start elsewhere', async () => {
    await theRestGoesOn();
    expect(processesIn(`${lost.cgroup}/kubepods`).length).toBeGreaterThan(0);
  });

  test('comes back, and everything is as before without hand work', async () => {
    const start = Date.now();
    await setCable(lost.plan.name, 'up');
    await everythingIsAsBefore();
    measured('cable back to everything as before', secondsSince(start));
  });
});

/** Loses the worker with most pods of Deployments. */
async function lose(how: (worker: Worker) => Promise<void>): Promise<void> {
  const pods = await podsOfAll(cluster, deployments);
  const name = fullestOf(
    cluster.workers.map(({ plan }) => plan.name),
    pods,
  );
  lost = cluster.workers.find(({ plan }) => plan.name === name) as Worker;
  deploymentPods = pods.filter(({ node }) => node === name);
  statefulPods = (await podsOfAll(cluster, statefulSets)).filter(({ node }) => node === name);
  since = Date.now();
  await how(lost);
}

async function workerIsNotReady(): Promise<void> {
  const seconds = await awaitNotReady(cluster, lost.plan.name, since);
  measured('lost to NotReady', `${seconds.toFixed(1)} s`);
}

async function deploymentsAreWhole(): Promise<void> {
  expect(deploymentPods).not.toEqual([]);
  const deadline = replacedAfter(deploymentPods) + Math.max(...deployments.map(startUpSecondsOf));
  // Whatever the test before took of that time: one look at least.
  const seconds = Math.max(LEAST_SECONDS, deadline - (Date.now() - since) / 1000);
  const times = await awaitWhole(cluster, deployments, { without: lost.plan.name, seconds, since });
  const hit = deployments.filter((one) => deploymentPods.some((pod) => owns(one, pod)));
  const [single, several] = [hit.filter(isSingle), hit.filter((one) => !isSingle(one))];
  const timesOf = (some: readonly Workload[]) => summaryOf(some.map(({ title }) => times.get(title) ?? 0));
  if (single.length > 0) measured('lost to whole, Deployments of one pod', timesOf(single));
  if (several.length > 0) measured('lost to whole, Deployments of several pods', timesOf(several));
}

/** The lost pods are told to end and stay until their worker answers; the others have not noticed. */
async function theRestGoesOn(): Promise<void> {
  expect(statefulPods).not.toEqual([]);
  await until(
    'the lost pods of StatefulSets are told to end',
    async () => {
      const staying = (await statefulNow()).filter(({ node, ending }) => node === lost.plan.name && !ending);
      return staying.length === 0 || staying.map(({ name }) => name).join();
    },
    { seconds: replacedAfter(statefulPods) },
  );
  const now = await statefulNow();
  for (const { uid } of statefulPods) expect(now.map((pod) => pod.uid)).toContain(uid);
  const others = now.filter(({ node }) => node !== lost.plan.name);
  expect(others.filter(({ ready }) => !ready)).toEqual([]);
  const promised = statefulSets.reduce((sum, { replicas }) => sum + replicas.minimum, 0);
  expect(now.length).toBe(promised);
}

async function statefulNow(): Promise<readonly LivePod[]> {
  return (await livePods(cluster)).filter((pod) => statefulSets.some((one) => owns(one, pod)));
}

async function everythingIsAsBefore(): Promise<void> {
  await awaitReady(cluster, lost.plan.name);
  await awaitWhole(cluster, all);
  await until('no pod is left that was told to end', async () => {
    const ending = (await livePods(cluster)).filter((pod) => pod.ending);
    return ending.length === 0 || ending.map(({ name }) => name).join();
  });
}

/** Starts what does not run of a worker, plugs it in and takes it back into service. */
async function bringBack(worker: Worker): Promise<void> {
  const { name } = worker.plan;
  await setCable(name, 'up');
  if (!isRunning(worker.folder, 'containerd')) {
    await startRuntime(worker, cluster.programs);
    startNode(worker, cluster.programs);
  }
  // Only when its kubelet answers: until then the pods that it forgot could run twice.
  await until(`${name} is Ready`, async () => (await isReady(cluster, name)) || undefined);
  await setOutOfService(cluster, name, false);
  await awaitReady(cluster, name);
}

async function volumesOn(pods: readonly LivePod[]): Promise<readonly string[]> {
  return (await Promise.all(pods.map((pod) => volumesOf(cluster, pod)))).flat();
}

/** What our own pods have written. */
async function writtenOn(pods: readonly LivePod[]): Promise<readonly string[]> {
  const own = await volumesOn(pods.filter(({ namespace }) => namespace === NAMESPACE));
  return Promise.all(own.map((volume) => contentOf(cluster, volume, WRITTEN)));
}

/** Each pod writes as it starts, so no volume may hold what it held before. */
function expectWrittenAnew(now: readonly string[], before: readonly string[]): void {
  expect(before).not.toEqual([]);
  expect(now).toHaveLength(before.length);
  for (const [index, content] of now.entries()) expect(content).not.toBe(before[index]);
}

function isSingle({ replicas }: Workload): boolean {
  return replicas.minimum <= 1;
}
