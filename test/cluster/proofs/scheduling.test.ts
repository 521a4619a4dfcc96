import { kubectl } from '../cluster';
import { clusterUnderTest } from '../ground';
import { type ProbeResult, removeProbes, startProbes } from '../network/constant-probe';
import { measured, secondsSince } from '../report/measurements';
import { awaitWhole, liveNodes, livePods, standInForScalers, stayingPodsOf } from './scheduling/live';
import { placementFaults } from './scheduling/placement';
import { replicated, startUpSecondsOf, urlsOf, workloads } from './scheduling/workloads';

const cluster = clusterUnderTest();
const workers = cluster.workers.map(({ plan }) => plan.name);

/** Namespace of the client that asks during a drain. */
const PROBES = 'scheduling-probes';

/** How long evictions from one worker may be refused, in seconds, until a budget counts as one that blocks. */
const DRAIN = 180;

let takeBack: () => Promise<void>;

beforeAll(async () => {
  takeBack = await standInForScalers(cluster, workloads);
  await awaitWhole(cluster, workloads);
});

afterAll(async () => {
  await removeProbes(cluster, PROBES);
  for (const worker of workers) await kubectl(cluster, ['uncordon', worker]);
  await takeBack?.();
});

test('pods that all come anew are Ready and spread over the workers as they promise', async () => {
  const lost = (await livePods(cluster)).filter((pod) =>
    workloads.some((one) => stayingPodsOf(one, [pod]).length > 0),
  );
  for (const { namespace, name } of lost)
    await kubectl(cluster, ['delete', 'pod', name, `--namespace=${namespace}`, '--wait=false']);
  await everythingIsWhole();
  expect(await placement()).toEqual([]);
});

test('there are Services to ask while workers are drained, each with several pods', () => {
  expect(replicated.flatMap(urlsOf).length).toBeGreaterThan(0);
});

describe.each(workers)('%s', (worker) => {
  afterEach(async () => {
    await removeProbes(cluster, PROBES);
    await kubectl(cluster, ['uncordon', worker]);
  });

  test('is drained: no budget blocks, each Service answers, and everything is Ready on the others', async () => {
    const node = workers.find((other) => other !== worker) ?? '';
    const stop = await startProbes(cluster, PROBES, replicated.flatMap(urlsOf), { every: '200ms', node });
    const start = Date.now();
    await drain(worker);
    measured(`drain of ${worker}`, secondsSince(start));
    await everythingIsWhole(worker);
    measured(`${worker} drained, everything Ready on the others`, secondsSince(start));
    const results = await stop();
    measured(`Services during the drain of ${worker}`, summaryOfProbes(results));
    expect(results.filter(({ sent, failed }) => failed > 0 || sent === 0)).toEqual([]);
    expect(await placement()).toEqual([]);
  });
});

/** Empties a worker. @throws Error with the evictions that were refused until the end */
async function drain(worker: string): Promise<void> {
  const flags = ['--ignore-daemonsets', '--delete-emptydir-data', `--timeout=${DRAIN}s`];
  await kubectl(cluster, ['drain', worker, ...flags]).catch((error: Error) => {
    const lines = error.message.split('\n').filter((line) => !line.includes('will retry'));
    throw new Error([...new Set(lines)].join('\n'));
  });
}

function everythingIsWhole(without?: string): Promise<unknown> {
  const seconds = Math.max(...workloads.map(startUpSecondsOf));
  return awaitWhole(cluster, workloads, { seconds, ...(without !== undefined && { without }) });
}

async function placement(): Promise<readonly string[]> {
  const nodes = await liveNodes(cluster);
  const pods = await livePods(cluster);
  return workloads.flatMap((one) => placementFaults(one, stayingPodsOf(one, pods), nodes));
}

function summaryOfProbes(results: readonly ProbeResult[]): string {
  const sum = (key: 'sent' | 'failed') => results.reduce((total, result) => total + result[key], 0);
  const slowest = Math.max(...results.map(({ slowestMs }) => slowestMs));
  return `${sum('failed')} of ${sum('sent')} requests failed, slowest ${slowest} ms`;
}
