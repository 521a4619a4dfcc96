import { type Fields, mappings, strings, text } from '../../../../checks/readers/read';
import { selects } from '../../../../checks/readers/selectors';
import type { KubernetesObject } from '../../../../synth/manifest';
import { applyObjects, type Cluster, kubectl, proofNamespace } from '../../cluster';
import { conditionOf } from '../../condition';
import { standInImage } from '../../images/stand-ins';
import { standInPod } from '../../pods/stand-in-pod';
import { until } from '../../session/until';
import { type Actor, MARK, OUTSKIRTS, titleOf } from './actors';
import type { ActorPod } from './places';

/** Nobody ever sets it, so no Service sends requests to a pod that only has the labels of its pods. */
const NEVER = { conditionType: 'data-frost.test/never' };

/** How long all of them together may take to start: they are more than twenty a worker. */
const START_SECONDS = 300;

/** Makes the pods that are not there, and the namespaces that they need; resolves when all pods of all actors run. */
export async function makePods(
  cluster: Cluster,
  actors: readonly Actor[],
  objects: readonly KubernetesObject[],
): Promise<readonly ActorPod[]> {
  const image = standInImage(objects);
  const made = actors.filter(({ pods }) => pods !== 'running');
  const missing = await missingNamespaces(cluster, made);
  await applyObjects(cluster, missing.map(namespaceOf));
  await applyObjects(
    cluster,
    made.flatMap((actor) => namesOf(actor).map((pod) => podOf(actor, pod, image))),
  );
  const running = await Promise.all(actors.map((actor) => runningPods(cluster, actor)));
  return running.flat();
}

/** Removes all that `makePods` made. */
export async function removePods(cluster: Cluster): Promise<void> {
  const own = `--selector=${MARK}`;
  await kubectl(cluster, ['delete', 'pod', '--all-namespaces', own, '--grace-period=0', '--force']);
  await kubectl(cluster, ['delete', 'namespace', own]);
}

async function missingNamespaces({ client }: Cluster, actors: readonly Actor[]): Promise<readonly string[]> {
  const { body } = await client.send({ path: '/api/v1/namespaces' });
  const there = mappings(body, 'items').map((namespace) => text(namespace, 'metadata.name'));
  const wanted = new Set([OUTSKIRTS, ...actors.map(({ namespace }) => namespace)]);
  return [...wanted].filter((name) => !there.includes(name));
}

function namespaceOf(name: string): KubernetesObject {
  return proofNamespace(name, { [MARK]: 'made' });
}

/** Names of its own, so that no pod of a workload is ever taken for it. */
function podOf(actor: Actor, name: string, image: string): KubernetesObject {
  const { namespace, labels, ports, spec } = actor;
  const pod = standInPod({
    ...{ namespace, name, image, labels: { ...labels, [MARK]: 'made' } },
    args: ['listen', ...ports.map(String)],
  });
  const own = { ...(pod['spec'] as Fields), readinessGates: [NEVER] };
  return { ...pod, spec: spec === undefined ? own : { ...spec, ...fromTemplate(spec, own) } };
}

/**
 * What of a template is not the pod's place in the network: what it runs, and volumes, so that none is claimed. Everything
 * else stays as it is, its account and its host network for example.
 */
function fromTemplate(spec: Fields, own: Fields): Fields {
  const [container = {}] = mappings(own, 'containers');
  const image = text(mappings(spec, 'containers')[0], 'image') ?? container['image'];
  const { restartPolicy, terminationGracePeriodSeconds, readinessGates } = own;
  return {
    ...{ restartPolicy, terminationGracePeriodSeconds, readinessGates },
    ...{ initContainers: [], volumes: [], containers: [{ ...container, image }] },
  };
}

/** The pods of an actor that run; of a workload those that are Ready, all of them. */
async function runningPods({ client }: Cluster, actor: Actor): Promise<readonly ActorPod[]> {
  const condition = actor.pods === 'running' ? 'Ready' : 'ContainersReady';
  const look = async () => {
    const { body } = await client.send({ path: `/api/v1/namespaces/${actor.namespace}/pods` });
    const pods = mappings(body, 'items').filter((pod) => isOf(pod, actor));
    const ready = pods.filter((pod) => conditionOf(pod, condition) === 'True');
    if (pods.length === 0 || ready.length < pods.length) return `${ready.length} of ${pods.length}`;
    return ready.map((pod) => ({
      actor,
      pod: text(pod, 'metadata.name') ?? '',
      address: text(pod, 'status.podIP') ?? '',
      node: text(pod, 'spec.nodeName') ?? '',
    }));
  };
  return until(`pods of ${titleOf(actor)} are ${condition}`, look, { seconds: START_SECONDS });
}

/** A pod that was made has its name; those of a workload have its labels, and the ones that have ended do not count. */
function isOf(pod: Fields, actor: Actor): boolean {
  const { labels, pods } = actor;
  if (pods !== 'running') return namesOf(actor).includes(text(pod, 'metadata.name') ?? '');
  const own = strings(pod, 'metadata.labels');
  const ended = ['Succeeded', 'Failed'].includes(text(pod, 'status.phase') ?? '');
  return selects({ matchLabels: labels }, own) && !Object.hasOwn(own, MARK) && !ended;
}

function namesOf({ name, copies = 1 }: Actor): readonly string[] {
  return Array.from({ length: copies }, (_, index) => `network-${name}${index === 0 ? '' : `-${index + 1}`}`);
}
