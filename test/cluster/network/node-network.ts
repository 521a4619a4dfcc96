import type { ClusterPlan, WorkerPlan } from '../nodes/plan';
import { run } from '../session/command';

/** The bridge that stands for the node network's switch; it has the addresses of the control plane and of the balancers. */
const BRIDGE = 'nodes';

/** Makes the node network: a bridge in this namespace and a worker's namespace on each of its ports. */
export async function makeNodeNetwork(plan: ClusterPlan): Promise<void> {
  await ip(`link add ${BRIDGE} type bridge`);
  for (const address of [...plan.controlPlane, ...plan.balancers])
    await ip(`address add ${address}/${plan.nodePrefix} dev ${BRIDGE}`);
  await ip(`link set ${BRIDGE} up`);
  for (const worker of plan.workers) {
    await makeWorkerNetwork(worker, plan);
    // The API server calls webhooks and aggregated APIs at the address of the pod.
    await ip(`route add ${worker.podCidr} via ${worker.address}`);
  }
}

async function makeWorkerNetwork(
  worker: WorkerPlan,
  { workers, nodePrefix, controlPlane }: ClusterPlan,
): Promise<void> {
  const { name, address } = worker;
  await ip(`netns add ${name}`);
  await ip(`link add ${name} type veth peer name eth0 netns ${name}`);
  await ip(`link set ${name} master ${BRIDGE} up`);
  await ip(`-n ${name} link set lo up`);
  await ip(`-n ${name} address add ${address}/${nodePrefix} dev eth0`);
  await ip(`-n ${name} link set eth0 up`);
  await ip(`-n ${name} route add default via ${controlPlane[0]}`);
  for (const other of workers.filter((found) => found !== worker)) {
    await ip(`-n ${name} route add ${other.podCidr} via ${other.address}`);
  }
  await run('nsenter', [`--net=/run/netns/${name}`, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);
}

/** Takes a worker's cable out, or puts it back in. */
export async function setCable(worker: string, state: 'up' | 'down'): Promise<void> {
  await ip(`link set ${worker} ${state}`);
}

async function ip(command: string): Promise<void> {
  await run('ip', command.split(' '));
}
