import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Programs, program } from '../build/programs';
import { inCgroup, makeCgroup, processesIn } from '../session/cgroups';
import { assertRuns, type Daemon, killDaemon, startDaemon } from '../session/daemon';
import type { Session } from '../session/session';
import { until } from '../session/until';
import { containerd, socketOf, writeContainerdConfiguration } from './containerd';
import { controlPlaneFolder, kubeconfigOf } from './control-plane';
import { kubeProxy, writeKubeProxyConfiguration } from './kube-proxy';
import { kubelet, writeKubeletConfiguration } from './kubelet';
import type { ClusterPlan, WorkerPlan } from './plan';
import { enforceByQueue, policyEnforcer } from './policy-enforcer';
import { kubeletUser } from './users';
import { makeWorkerMounts, onWorker, runOnWorker } from './worker-namespaces';

/** A worker, started or not. */
export interface Worker {
  readonly plan: WorkerPlan;
  /** Its configuration, logs and data. */
  readonly folder: string;
  /** Where the kubeconfigs of its programs lie. */
  readonly kubeconfigs: string;
  /** The cgroup of all that runs on it: its programs, and its pods beside them. */
  readonly cgroup: string;
}

export function workerOf(session: Session, plan: WorkerPlan): Worker {
  const { name } = plan;
  return {
    plan,
    folder: join(session.folder, name),
    kubeconfigs: controlPlaneFolder(session),
    cgroup: `${session.name}/${name}`,
  };
}

/**
 * Makes what a worker starts from: folders, mounts, cgroup and configuration.
 *
 * @param clientAuthority certificate of who signs the API server's certificate towards kubelets
 */
export async function makeWorker(
  { plan, folder, cgroup, kubeconfigs }: Worker,
  cluster: ClusterPlan,
  programs: Programs,
  clientAuthority: string,
): Promise<void> {
  mkdirSync(folder);
  makeCgroup(programsOf(cgroup));
  await makeWorkerMounts(folder);
  await enforceByQueue({ plan, folder });
  writeContainerdConfiguration(folder, plan, programs);
  writeKubeletConfiguration(folder, cluster, cgroup, clientAuthority);
  writeKubeProxyConfiguration(folder, plan, cluster, kubeconfigOf(kubeconfigs, 'system:kube-proxy'));
}

/** Starts containerd and resolves when it can be given images. */
export async function startRuntime(worker: Worker, programs: Programs): Promise<void> {
  start(worker, containerd(worker.folder, programs));
  await until(`containerd of ${worker.plan.name} answers`, async () => {
    assertRuns(worker.folder, 'containerd');
    return ctr(worker, programs, ['version']).then(
      () => true as const,
      (error) => String(error),
    );
  });
}

/** Starts kubelet, kube-proxy and the enforcer of policies. */
export function startNode(worker: Worker, programs: Programs): void {
  const { folder, plan, kubeconfigs } = worker;
  const own = kubeconfigOf(kubeconfigs, kubeletUser(plan.name));
  start(worker, policyEnforcer(plan, kubeconfigOf(kubeconfigs, 'kube-network-policies'), programs));
  start(worker, kubeProxy(folder, programs));
  start(worker, kubelet(folder, plan, own, programs));
}

/** Kills everything on the worker at once, as a loss of power does. */
export async function killWorker({ folder, cgroup }: Worker): Promise<void> {
  for (const name of ['kubelet', 'kube-proxy', 'kube-network-policies', 'containerd'])
    await killDaemon(folder, name);
  await until(`no process is left in ${cgroup}`, async () => {
    const left = processesIn(cgroup);
    for (const pid of left) process.kill(pid, 'SIGKILL');
    return left.length === 0 || undefined;
  });
}

/** Runs containerd's own client against the worker's containerd, in the namespace of Kubernetes. */
export function ctr({ folder, plan }: Worker, programs: Programs, args: readonly string[]): Promise<string> {
  const own = ['--address', socketOf(folder), '--namespace', 'k8s.io'];
  return runOnWorker({ plan, folder }, program(programs, 'containerd', 'ctr'), [...own, ...args]);
}

function start({ plan, folder, cgroup }: Worker, daemon: Daemon): void {
  const { program, args, ...rest } = onWorker({ plan, folder }, daemon);
  const [command, ...words] = inCgroup(programsOf(cgroup), program, args);
  startDaemon(folder, { ...rest, program: command, args: words });
}

/** With cgroup v2 a cgroup holds either processes or other cgroups. */
function programsOf(cgroup: string): string {
  return `${cgroup}/programs`;
}
