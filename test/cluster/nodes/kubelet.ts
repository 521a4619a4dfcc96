import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Programs, program } from '../build/programs';
import type { Daemon } from '../session/daemon';
import { socketOf } from './containerd';
import type { ClusterPlan, WorkerPlan } from './plan';

export function kubelet(folder: string, worker: WorkerPlan, kubeconfig: string, programs: Programs): Daemon {
  const labels = Object.entries(worker.labels).map(([key, value]) => `${key}=${value}`);
  return {
    name: 'kubelet',
    program: program(programs, 'kubernetes', 'kubelet'),
    args: [
      `--config=${join(folder, 'kubelet.json')}`,
      `--kubeconfig=${kubeconfig}`,
      `--hostname-override=${worker.name}`,
      `--node-ip=${worker.address}`,
      `--node-labels=${labels.join()}`,
    ],
  };
}

/** Writes the kubelet's configuration. https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
export function writeKubeletConfiguration(
  folder: string,
  { dns }: ClusterPlan,
  cgroup: string,
  clientAuthority: string,
): void {
  const names = join(folder, 'resolv.conf');
  writeFileSync(names, '');
  const configuration = {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    ...SETTINGS,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: clientAuthority },
    },
    containerRuntimeEndpoint: `unix://${socketOf(folder)}`,
    cgroupRoot: `/${cgroup}`,
    clusterDNS: [dns.address],
    resolvConf: names,
    podLogsDir: join(folder, 'pods'),
    volumePluginDir: join(folder, 'volume-plugins'),
  };
  writeFileSync(join(folder, 'kubelet.json'), JSON.stringify(configuration, undefined, 2));
}

/** What every worker has in common. */
const SETTINGS = {
  authorization: { mode: 'Webhook' },
  cgroupDriver: 'cgroupfs',
  failCgroupV1: false,
  failSwapOn: false,
  clusterDomain: 'cluster.local',
  // The machine's disk is not the worker's: how full it is must not decide which pods run.
  evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '0%', 'imagefs.available': '0%' },
  imageGCHighThresholdPercent: 100,
  // Without this one failed pull leaves a record, and the image imported afterwards is not used.
  imagePullCredentialsVerificationPolicy: 'NeverVerify',
};
