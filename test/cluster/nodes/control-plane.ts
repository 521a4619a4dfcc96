import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApiServer } from '../../control-plane/api-server';
import type { ApiClient } from '../../control-plane/client';
import { configurationFiles, type User, writeKubeconfig } from '../../control-plane/configuration';
import { startEtcd } from '../../control-plane/etcd';
import { type Programs, program } from '../build/programs';
import { type Authority, issue, makeAuthority } from '../session/authority';
import { type Daemon, startDaemon } from '../session/daemon';
import type { Session } from '../session/session';
import { API_SERVER_PORT, type ClusterPlan } from './plan';

/** After how many seconds of silence a worker is NotReady. Upstream leaves it at 50, for which every run would wait. */
export const NODE_MONITOR_GRACE_SECONDS = 20;

/** A running API server with its controllers and its scheduler. */
export interface ControlPlane {
  readonly client: ApiClient;
  /** File for kubectl, as administrator. */
  readonly kubeconfig: string;
}

/** Starts etcd, the API server, the controller manager and the scheduler, with their files in `folder`. */
export async function startControlPlane(
  folder: string,
  plan: ClusterPlan,
  users: readonly User[],
  programs: Programs,
): Promise<ControlPlane> {
  mkdirSync(folder);
  const etcd = await startEtcd(program(programs, 'etcd', 'etcd'), folder);
  const kubeletClients = await makeAuthority(folder, KUBELET_CLIENTS);
  const binary = program(programs, 'apiServer', 'kube-apiserver');
  const server = await startApiServer(binary, etcd.url, folder, {
    address: plan.controlPlane[0],
    port: API_SERVER_PORT,
    users,
    flags: [
      ...(await apiServerFlags(folder, kubeletClients)),
      `--service-cluster-ip-range=${plan.serviceCidr}`,
    ],
  });
  const client = await server.ready(() => {
    etcd.program.assertRunning();
    server.program.assertRunning();
  });
  writeKubeconfigs(folder, server.url, users);
  const signing = await makeAuthority(folder, 'signing-requests');
  startDaemon(folder, controllerManager(folder, signing, programs));
  startDaemon(folder, scheduler(folder, programs));
  const { kubeconfig } = server;
  return { client, kubeconfig };
}

function writeKubeconfigs(folder: string, url: string, users: readonly User[]): void {
  const certificate = readFileSync(configurationFiles(folder).certificate);
  for (const { name, token } of users) writeKubeconfig(kubeconfigOf(folder, name), url, certificate, token);
}

/** Names the authority of what the API server shows to kubelets. */
const KUBELET_CLIENTS = 'kubelet-clients';

/** File with the certificate of who signs what the API server shows to kubelets. */
export function kubeletClientAuthorityOf(session: Session): string {
  return join(controlPlaneFolder(session), `${KUBELET_CLIENTS}.crt`);
}

/** Where the files of a session's control plane lie. */
export function controlPlaneFolder({ folder }: Session): string {
  return join(folder, 'control-plane');
}

/** The kubeconfig of a user of this control plane. */
export function kubeconfigOf(folder: string, user: string): string {
  return join(folder, `${user}.kubeconfig`);
}

async function apiServerFlags(folder: string, kubeletClients: Authority): Promise<readonly string[]> {
  const kubeletClient = await issue(kubeletClients, folder, 'kubelet-client', {
    subject: '/O=system:masters/CN=kube-apiserver',
  });
  const frontProxyAuthority = await makeAuthority(folder, 'front-proxy-authority');
  const frontProxy = await issue(frontProxyAuthority, folder, 'front-proxy', { subject: '/CN=front-proxy' });
  return [
    // Pods reach the API server through its Service, whose endpoint is the address that it listens on.
    '--endpoint-reconciler-type=lease',
    `--kubelet-client-certificate=${kubeletClient.certificate}`,
    `--kubelet-client-key=${kubeletClient.key}`,
    // Nobody resolves the names of the workers.
    '--kubelet-preferred-address-types=InternalIP',
    // Aggregated APIs and webhooks: called at the pod's address, because no Service is translated here.
    '--enable-aggregator-routing=true',
    `--requestheader-client-ca-file=${frontProxyAuthority.certificate}`,
    '--requestheader-allowed-names=front-proxy',
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    `--proxy-client-cert-file=${frontProxy.certificate}`,
    `--proxy-client-key-file=${frontProxy.key}`,
  ];
}

function controllerManager(folder: string, signing: Authority, programs: Programs): Daemon {
  const { certificate, serviceAccountKey } = configurationFiles(folder);
  return {
    name: 'kube-controller-manager',
    program: program(programs, 'kubernetes', 'kube-controller-manager'),
    args: [
      `--kubeconfig=${kubeconfigOf(folder, 'system:kube-controller-manager')}`,
      `--root-ca-file=${certificate}`,
      `--service-account-private-key-file=${serviceAccountKey}`,
      `--cluster-signing-cert-file=${signing.certificate}`,
      `--cluster-signing-key-file=${signing.key}`,
      // Left alone it makes the folder of its default on the machine.
      `--flex-volume-plugin-dir=${join(folder, 'volume-plugins')}`,
      '--use-service-account-credentials=true',
      `--node-monitor-grace-period=${NODE_MONITOR_GRACE_SECONDS}s`,
      '--leader-elect=false',
      '--bind-address=127.0.0.1',
      `--cert-dir=${join(folder, 'controller-manager')}`,
    ],
  };
}

function scheduler(folder: string, programs: Programs): Daemon {
  return {
    name: 'kube-scheduler',
    program: program(programs, 'kubernetes', 'kube-scheduler'),
    args: [
      `--kubeconfig=${kubeconfigOf(folder, 'system:kube-scheduler')}`,
      '--leader-elect=false',
      '--bind-address=127.0.0.1',
      `--cert-dir=${join(folder, 'scheduler')}`,
    ],
  };
}
