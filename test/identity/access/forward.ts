import { spawn } from 'node:child_process';
import { program } from '../../cluster/build/programs';
import type { Cluster } from '../../cluster/cluster';

/** A port of a pod, as it is reached from the machine that runs the cluster. */
export interface Forward {
  readonly to: { readonly address: string; readonly port: number };
  readonly end: () => void;
}

/** Leads a port of loopback to one of a pod, past all policies: by the kubelet, as an administrator does. */
export function forward(cluster: Cluster, namespace: string, pod: string, port: number): Promise<Forward> {
  const args = [
    `--kubeconfig=${cluster.kubeconfig}`,
    `--namespace=${namespace}`,
    ...['port-forward', '--address=127.0.0.1', `pod/${pod}`, `:${port}`],
  ];
  const child = spawn(program(cluster.programs, 'kubernetes', 'kubectl'), args, {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const own = /Forwarding from 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (own !== undefined)
        resolve({ to: { address: '127.0.0.1', port: Number(own) }, end: () => void child.kill() });
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => reject(new Error(`port ${port} of ${namespace}/${pod}: ${said.trim()}`)));
  });
}

/** Uses a port of a pod and gives it back, whatever became of the work. */
export async function throughPort<T>(
  cluster: Cluster,
  [namespace, pod, port]: readonly [namespace: string, pod: string, port: number],
  work: (to: Forward['to']) => Promise<T>,
): Promise<T> {
  const { to, end } = await forward(cluster, namespace, pod, port);
  try {
    return await work(to);
  } finally {
    end();
  }
}
