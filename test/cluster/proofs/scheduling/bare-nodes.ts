import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cluster as ClusterLiteral } from '../../../../environments/environment';
import { amountOf } from '../../../../values/quantity';
import { type ControlPlane, startControlPlane } from '../../../control-plane/control-plane';
import { type Program, startProgram } from '../../../control-plane/program';
import { type Programs, program } from '../../build/programs';
import { applyObjects } from '../../cluster';
import { planOf } from '../../nodes/plan';
import { startProvisioner, storageClasses } from '../../storage/provisioner';

/** A control plane whose nodes are objects alone: the scheduler binds pods to them, and nothing runs. */
export interface BareCluster extends Pick<ControlPlane, 'client' | 'kubeconfig'> {
  readonly programs: Programs;
  stop(): Promise<void>;
}

/** What pods are made by and given places by; what would miss a kubelet's heartbeat stays off. */
const CONTROLLERS = [
  'deployment-controller',
  'replicaset-controller',
  'statefulset-controller',
  'persistentvolume-binder-controller',
  'resourcequota-controller',
  'serviceaccount-controller',
];

/** What a kubelet holds back of memory before it evicts pods, unless told otherwise: part of what pods cannot have. */
const EVICTION_MEMORY = '100Mi';

/** The same of the root disk. */
const EVICTION_DISK = 0.1;

/** Starts one on loopback, with a node of the literal's size for each of its workers. */
export async function startBareCluster(literal: ClusterLiteral, programs: Programs): Promise<BareCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'data-frost-bare-nodes-'));
  const controlPlane = await startControlPlane({
    etcd: program(programs, 'etcd', 'etcd'),
    kubernetes: { 'kube-apiserver': program(programs, 'apiServer', 'kube-apiserver') },
  });
  const { client, kubeconfig } = controlPlane;
  const running = startControllers(kubeconfig, folder, programs);
  const stopProvisioner = startProvisioner(client, planOf(literal), folder);
  const stop = async () => {
    stopProvisioner();
    await Promise.all(running.map((one) => one.stop()));
    await controlPlane.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await applyObjects({ programs, kubeconfig }, [...nodesOf(literal), ...storageClasses(planOf(literal))]);
    return { client, kubeconfig, programs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startControllers(kubeconfig: string, folder: string, programs: Programs): readonly Program[] {
  const own = [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0'];
  const manager = [...own, `--controllers=${CONTROLLERS.join()}`];
  return [
    startProgram(program(programs, 'kubernetes', 'kube-controller-manager'), manager, folder),
    startProgram(program(programs, 'kubernetes', 'kube-scheduler'), own, folder),
  ];
}

/** The literal's workers, each as its kubelet would register it. */
function nodesOf(literal: ClusterLiteral): readonly object[] {
  const { nodes, systemReserved } = literal;
  const { workers } = planOf(literal);
  return workers.map(({ name, labels }) => {
    const machine = nodes.find((node) => node.name === name);
    const memory = amount(machine?.memory) - amount(systemReserved.memory) - amount(EVICTION_MEMORY);
    const disk = amount(machine?.disk) * (1 - EVICTION_DISK) - amount(systemReserved.ephemeralStorage);
    const allocatable = {
      cpu: `${Math.round(1000 * (amount(machine?.cpu) - amount(systemReserved.cpu)))}m`,
      memory: String(memory),
      'ephemeral-storage': String(Math.floor(disk)),
      pods: '110',
    };
    return {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', ...labels } },
      status: { allocatable, capacity: allocatable, conditions: [{ type: 'Ready', status: 'True' }] },
    };
  });
}

function amount(quantity: unknown): number {
  const found = amountOf(quantity);
  if (found === undefined)
    throw new Error(`a size of the cluster literal must be a quantity, got ${quantity}`);
  return found;
}
