import { mappings, text } from '../../../checks/readers/read';
import { groupOf, type KubernetesObject } from '../../../synth/manifest';
import { applyObjects, kubectl } from '../cluster';
import { clusterLiteral, clusterUnderTest, distObjects } from '../ground';
import { measured } from '../report/measurements';
import { until } from '../session/until';
import { type BareCluster, startBareCluster } from './scheduling/bare-nodes';
import { type LivePod, livePods } from './scheduling/live';
import { crowdsOf } from './scheduling/most-pods';
import { worldOf } from './scheduling/workloads';

/**
 * A kubelet reports the machine that it runs on, so the real workers have not the size of the literal's. Here nodes are
 * objects of that size: a scheduler needs no kubelet to give pods their places.
 */
const { programs } = clusterUnderTest();
const crowds = crowdsOf(worldOf());
const expected = crowds.reduce((sum, { count }) => sum + count, 0);
const workers = clusterLiteral.nodes.filter(({ role }) => role === 'worker').map(({ name }) => name);

/** What pods need around them to be admitted: their namespaces with limits and quotas, classes, accounts and claims. */
const AROUND = [
  'Namespace',
  'PriorityClass',
  'LimitRange',
  'ResourceQuota',
  'ServiceAccount',
  'PersistentVolumeClaim',
];

let bare: BareCluster;

beforeAll(async () => {
  bare = await startBareCluster(clusterLiteral, programs);
  await until('the nodes are open', () => openNodes().then(() => true as const, String));
  const around = AROUND.flatMap((kind) => distObjects.filter((object) => isOf(object, kind)));
  await applyObjects(bare, around);
});

afterAll(() => bare?.stop());

test('workers of the size in the cluster literal do not take a pod of their whole size', async () => {
  const [machine] = clusterLiteral.nodes.filter(({ role }) => role === 'worker');
  await applyObjects(bare, [giant(String(machine?.cpu))]);
  await until('the scheduler says why it does not', async () => {
    const { body } = await bare.client.send({ path: '/api/v1/namespaces/default/pods/giant' });
    const said = mappings(body, 'status.conditions').map(({ message }) => String(message));
    return said.some((message) => message.includes('Insufficient cpu')) || said.join();
  });
  await kubectl(bare, ['delete', 'pod', 'giant', '--namespace=default', '--force', '--grace-period=0']);
});

test('everything at its most has a place on workers of the size in the cluster literal', async () => {
  await applyObjects(
    bare,
    crowds.map(({ object }) => object),
  );
  await everythingIsPlaced(workers);
  measured('pods placed', `${expected} on ${workers.length} workers`);
});

test.each(workers)('everything at its most has a place without %s', async (lost) => {
  const taint = { key: 'node.kubernetes.io/unreachable' };
  await setTaints(lost, [
    { ...taint, effect: 'NoSchedule' },
    { ...taint, effect: 'NoExecute' },
  ]);
  const flags = ['--all-namespaces', `--field-selector=spec.nodeName=${lost}`];
  await kubectl(bare, ['delete', 'pod', ...flags, '--force', '--grace-period=0']);
  await everythingIsPlaced(workers.filter((worker) => worker !== lost));
  await setTaints(lost, []);
});

async function everythingIsPlaced(on: readonly string[]): Promise<void> {
  await until(`${expected} pods have a place on ${on.join()}`, async () => {
    const pods = (await livePods(bare)).filter(({ ending }) => !ending);
    const waiting = pods.filter(({ node }) => !on.includes(node));
    return (pods.length === expected && waiting.length === 0) || (await stateOf(pods, waiting));
  });
}

/** Pods that were never made, with what the API server said, and pods without a place, with what the scheduler said. */
async function stateOf(pods: readonly LivePod[], waiting: readonly LivePod[]): Promise<string> {
  const { body } = await bare.client.send({ path: '/api/v1/events' });
  const said = (reason: string) => {
    const events = mappings(body, 'items').filter((event) => event['reason'] === reason);
    return [...new Set(events.slice(-3).map((event) => text(event, 'message')))].join('\n');
  };
  const names = waiting.map(({ namespace, name, node }) => `${namespace}/${name} ${node}`.trim());
  return [
    ...(pods.length < expected ? [`only ${pods.length} pods: ${said('FailedCreate')}`] : []),
    ...(names.length > 0 ? [`without a place: ${names.join(', ')}: ${said('FailedScheduling')}`] : []),
  ].join('\n');
}

/** The API server closes a new node until a controller has seen its kubelet. */
async function openNodes(): Promise<void> {
  for (const worker of workers) await setTaints(worker, []);
}

async function setTaints(worker: string, taints: readonly object[]): Promise<void> {
  const patch = JSON.stringify({ spec: { taints } });
  await kubectl(bare, ['patch', 'node', worker, '--type=merge', `--patch=${patch}`]);
}

function giant(cpu: string): object {
  const container = {
    name: 'giant',
    image: 'nowhere.example/giant',
    resources: { requests: { cpu } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
  const securityContext = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'giant', namespace: 'default' },
    spec: { automountServiceAccountToken: false, securityContext, containers: [container] },
  };
}

/** Kinds of Kubernetes itself. */
function isOf(object: KubernetesObject, kind: string): boolean {
  return object.kind === kind && /^(|scheduling\.k8s\.io)$/.test(groupOf(object));
}
