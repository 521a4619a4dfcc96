import { type Programs, program } from '../build/programs';
import type { Daemon } from '../session/daemon';
import type { WorkerPlan } from './plan';
import { type Place, runOnWorker } from './worker-namespaces';

/** Number of the queue between the kernel and the enforcer; each worker's namespace has its own. */
const QUEUE = '98';

/** Judges the first packet of each connection by the cluster's NetworkPolicies. */
export function policyEnforcer(worker: WorkerPlan, kubeconfig: string, programs: Programs): Daemon {
  return {
    name: 'kube-network-policies',
    program: program(programs, 'networkPolicies', 'kube-network-policies'),
    args: [
      ...[`--kubeconfig=${kubeconfig}`, `--hostname-override=${worker.name}`, `--nfqueue-id=${QUEUE}`],
      // Else the kernel lets pass what it cannot hand over: all of it, when the enforcer is slow or stands still.
      '--fail-open=false',
    ],
  };
}

/**
 * Hands new connections to the enforcer.
 *
 * It makes such a rule itself, but with an nftables expression that many kernels lack, and then enforces nothing.
 * This one is behind the translation of Services and before no probe of a kubelet, which never is forwarded.
 * Where no enforcer listens, nothing passes: a dead one is not taken for policies that allow everything.
 */
export async function enforceByQueue(worker: Place): Promise<void> {
  const rule = ['-m', 'conntrack', '--ctstate', 'NEW', '-j', 'NFQUEUE', '--queue-num', QUEUE];
  await runOnWorker(worker, 'iptables', ['--wait', '--insert', 'FORWARD', ...rule]);
}
