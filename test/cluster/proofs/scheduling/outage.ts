import { list, mapping, mappings, number } from '../../../../checks/readers/read';
import { type Cluster, kubectl } from '../../cluster';
import { NODE_MONITOR_GRACE_SECONDS } from '../../nodes/control-plane';
import { until } from '../../session/until';
import { type LivePod, liveNodes, livePods, stayingPodsOf } from './live';
import { tolerates } from './placement';
import type { Workload } from './workloads';

/** What the node lifecycle controller puts on a worker that is silent. */
const UNREACHABLE = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' };

/** What a person puts on a worker that is known to be off. */
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service=nodeshutdown:NoExecute';

/** Seconds by which controllers may be late: how often they look, and a machine with little to spare. */
const LATENESS = 20;

/** Waits until the worker is NotReady and returns how long it took, in seconds. */
export async function awaitNotReady(cluster: Cluster, worker: string, since: number): Promise<number> {
  const seconds = NODE_MONITOR_GRACE_SECONDS + LATENESS;
  await until(`${worker} is NotReady`, async () => !(await isReady(cluster, worker)) || undefined, {
    seconds,
  });
  return (Date.now() - since) / 1000;
}

/** Waits until the worker is Ready again and nobody is kept away from it. */
export async function awaitReady(cluster: Cluster, worker: string): Promise<void> {
  await until(`${worker} is Ready and open`, async () => {
    const node = (await liveNodes(cluster)).find(({ name }) => name === worker);
    return (node?.ready && node.taints.length === 0) || JSON.stringify(node?.taints);
  });
}

/**
 * By when after the loss of a worker another pod must have been made for each of these, in seconds.
 *
 * @throws Error for pods that would wait for their worker for ever
 */
export function replacedAfter(pods: readonly LivePod[]): number {
  const stuck = pods.filter((pod) => toleratedSeconds(pod) === Number.POSITIVE_INFINITY);
  if (stuck.length > 0) {
    const names = stuck.map(({ namespace, name }) => `${namespace}/${name}`).join(', ');
    throw new Error(`${names} must tolerate ${UNREACHABLE.key} for some tolerationSeconds, not for ever`);
  }
  return NODE_MONITOR_GRACE_SECONDS + Math.max(...pods.map(toleratedSeconds)) + LATENESS;
}

/** How long a pod stays bound to a silent worker, as the API server has admitted it: for ever where no seconds stand. */
export function toleratedSeconds({ spec }: LivePod): number {
  const tolerations = mappings(spec, 'tolerations').filter((found) => tolerates(found, UNREACHABLE));
  const seconds = tolerations.map((found) => number(found, 'tolerationSeconds') ?? Number.POSITIVE_INFINITY);
  return seconds.length === 0 ? 0 : Math.min(...seconds);
}

/** The worker with most pods of these workloads. */
export function fullestOf(workers: readonly string[], pods: readonly LivePod[]): string {
  const countOf = (worker: string) => pods.filter(({ node }) => node === worker).length;
  return [...workers].sort((one, other) => countOf(other) - countOf(one))[0] ?? '';
}

/** The pods of these workloads that are there and not told to end. */
export async function podsOfAll(cluster: Cluster, wanted: readonly Workload[]): Promise<readonly LivePod[]> {
  const pods = await livePods(cluster);
  return wanted.flatMap((workload) => stayingPodsOf(workload, pods));
}

/** Says that a worker is off for certain, or takes it back. */
export async function setOutOfService(cluster: Cluster, worker: string, isOff: boolean): Promise<void> {
  const node = (await cluster.client.send({ path: `/api/v1/nodes/${worker}` })).body;
  const isSet = list(node, 'spec.taints').some((taint) => taintName(taint) === OUT_OF_SERVICE);
  if (isSet !== isOff)
    await kubectl(cluster, ['taint', 'node', worker, `${OUT_OF_SERVICE}${isOff ? '' : '-'}`]);
}

function taintName(taint: unknown): string {
  const { key, value, effect } = mapping(taint);
  return `${key}=${value}:${effect}`;
}

/** Whether its kubelet answers. */
export async function isReady(cluster: Cluster, worker: string): Promise<boolean> {
  const node = (await liveNodes(cluster)).find(({ name }) => name === worker);
  return node?.ready === true;
}
