import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Programs, program } from '../build/programs';
import type { Daemon } from '../session/daemon';
import type { ClusterPlan, WorkerPlan } from './plan';

export function kubeProxy(folder: string, programs: Programs): Daemon {
  return {
    name: 'kube-proxy',
    program: program(programs, 'kubernetes', 'kube-proxy'),
    args: [`--config=${join(folder, 'kube-proxy.json')}`],
  };
}

/** Writes kube-proxy's configuration. https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/ */
export function writeKubeProxyConfiguration(
  folder: string,
  worker: WorkerPlan,
  { podCidr }: ClusterPlan,
  kubeconfig: string,
): void {
  const configuration = {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'nftables',
    hostnameOverride: worker.name,
    clusterCIDR: podCidr,
    clientConnection: { kubeconfig },
    // These limits are the whole machine's: left as they are.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
  };
  writeFileSync(join(folder, 'kube-proxy.json'), JSON.stringify(configuration, undefined, 2));
}
