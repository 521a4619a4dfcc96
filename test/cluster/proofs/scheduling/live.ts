import { type Fields, mapping, mappings, number, strings, text } from '../../../../checks/readers/read';
import { type Cluster, kubectl } from '../../cluster';
import { conditionOf } from '../../condition';
import { get } from '../../get';
import { until } from '../../session/until';
import { owns, type Workload } from './workloads';

/** A pod that is there. */
export interface LivePod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Empty as long as it waits for a place. */
  readonly node: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ready: boolean;
  /** Whether it was told to end. */
  readonly ending: boolean;
  readonly spec: Fields;
}

/** A worker as the API server sees it. */
export interface LiveNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ready: boolean;
  readonly taints: readonly Fields[];
}

/** Pods of all namespaces that have not run to completion. */
export async function livePods(cluster: Pick<Cluster, 'client'>): Promise<readonly LivePod[]> {
  return (await listOf(cluster, '/api/v1/pods')).filter(isUnderWay).map((pod) => ({
    namespace: text(pod, 'metadata.namespace') ?? '',
    name: text(pod, 'metadata.name') ?? '',
    uid: text(pod, 'metadata.uid') ?? '',
    node: text(pod, 'spec.nodeName') ?? '',
    labels: strings(pod, 'metadata.labels'),
    ready: isReady(pod),
    ending: text(pod, 'metadata.deletionTimestamp') !== undefined,
    spec: mapping(pod, 'spec'),
  }));
}

export async function liveNodes(cluster: Pick<Cluster, 'client'>): Promise<readonly LiveNode[]> {
  return (await listOf(cluster, '/api/v1/nodes')).map((node) => ({
    name: text(node, 'metadata.name') ?? '',
    labels: strings(node, 'metadata.labels'),
    ready: isReady(node),
    taints: mappings(node, 'spec.taints'),
  }));
}

/** The pods of a workload that stay. */
export function stayingPodsOf(workload: Workload, pods: readonly LivePod[]): readonly LivePod[] {
  return pods.filter((pod) => !pod.ending && owns(workload, pod));
}

/** What is waited for. */
export interface Wholeness {
  /** A worker on which no pod counts. @default none */
  readonly without?: string;
  /** @default 120 */
  readonly seconds?: number;
  /** Since when the time counts, as `Date.now()` has it. @default now */
  readonly since?: number;
}

/**
 * Waits until each workload has as many Ready pods as it is scaled to, and no other that stays.
 *
 * @returns how many seconds it took until each was whole for the first time, by title
 */
export async function awaitWhole(
  cluster: Cluster,
  wanted: readonly Workload[],
  { without, seconds = 120, since = Date.now() }: Wholeness = {},
): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number>();
  await until(
    `all of ${wanted.length} workloads are whole${without === undefined ? '' : ` without ${without}`}`,
    async () => {
      const lacking = await lackingIn(cluster, wanted, without);
      for (const { title } of wanted) {
        if (!lacking.has(title) && !times.has(title)) times.set(title, (Date.now() - since) / 1000);
      }
      return lacking.size === 0 || [...lacking].map(([title, lack]) => `${title}: ${lack}`).join('\n');
    },
    { seconds, every: 500 },
  );
  return times;
}

/** What each workload that is not whole has, by title. */
async function lackingIn(
  cluster: Cluster,
  wanted: readonly Workload[],
  without: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  const counts = await scales(cluster);
  const pods = (await livePods(cluster)).filter(({ node }) => without === undefined || node !== without);
  return new Map(
    wanted.flatMap((workload): [string, string][] => {
      const own = stayingPodsOf(workload, pods);
      const ready = own.filter((pod) => pod.ready).length;
      const count = counts.get(identityOf(workload)) ?? 'an unknown number of';
      const places = own.map(({ name, node, ready: isWell }) => `${name} on ${node}${isWell ? '' : '!'}`);
      if (ready === count && own.length === count) return [];
      return [[workload.title, `${ready} of ${count} Ready: ${places.join(', ')}`]];
    }),
  );
}

/** How many replicas each workload of the cluster is scaled to. */
async function scales(cluster: Cluster): Promise<ReadonlyMap<string, number>> {
  const scale = new Map<string, number>();
  for (const kind of ['Deployment', 'StatefulSet'] as const) {
    for (const object of await listOf(cluster, `/apis/apps/v1/${kind.toLowerCase()}s`)) {
      const { namespace = '', name = '' } = strings(object, 'metadata');
      scale.set(identityOf({ kind, namespace, name }), number(object, 'spec.replicas') ?? 1);
    }
  }
  return scale;
}

/**
 * Scales what an operator would scale, and is not there to, to its fewest replicas.
 *
 * @returns takes it back
 */
export async function standInForScalers(
  cluster: Cluster,
  wanted: readonly Workload[],
): Promise<() => Promise<void>> {
  const counts = await scales(cluster);
  const short = wanted.filter(
    (workload) =>
      workload.scaledByOperator && (counts.get(identityOf(workload)) ?? 0) < workload.replicas.minimum,
  );
  const scaleTo = async (workload: Workload, count: number | undefined) => {
    const { kind, namespace, name } = workload;
    await kubectl(cluster, ['scale', `${kind}/${name}`, `--namespace=${namespace}`, `--replicas=${count}`]);
  };
  for (const workload of short) await scaleTo(workload, workload.replicas.minimum);
  return async () => {
    for (const workload of short) await scaleTo(workload, counts.get(identityOf(workload)));
  };
}

function identityOf({ kind, namespace, name }: Pick<Workload, 'kind' | 'namespace' | 'name'>): string {
  return `${kind}/${namespace}/${name}`;
}

async function listOf(cluster: Pick<Cluster, 'client'>, path: string): Promise<readonly Fields[]> {
  return mappings(await get(cluster, path), 'items');
}

function isUnderWay(pod: Fields): boolean {
  return !['Succeeded', 'Failed'].includes(text(pod, 'status.phase') ?? '');
}

function isReady(object: Fields): boolean {
  return conditionOf(object, 'Ready') === 'True';
}
