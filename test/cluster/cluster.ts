import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mapping, mappings } from '../../checks/readers/read';
import type { KubernetesObject } from '../../synth/manifest';
import { type ApiClient, connect } from '../control-plane/client';
import { type Programs, program } from './build/programs';
import type { ClusterPlan } from './nodes/plan';
import { type Worker, workerOf } from './nodes/worker';
import { run } from './session/command';
import { type Session, sessionIn } from './session/session';

/** A cluster that the harness made in the namespaces of this process, or was given. */
export interface Cluster {
  readonly session: Session;
  readonly plan: ClusterPlan;
  readonly programs: Programs;
  readonly workers: readonly Worker[];
  /** File for kubectl, as administrator. */
  readonly kubeconfig: string;
  /** Whether the harness made its workers, and so sees their disks. */
  readonly owned: boolean;
  /** Speaks as that administrator. */
  readonly client: ApiClient;
}

/** What of a cluster is kept in its session's folder. */
export type ClusterRecord = Omit<Cluster, 'session' | 'workers' | 'client'>;

/** Keeps what another process needs to work with the cluster. */
export function recordCluster({ folder }: Session, record: ClusterRecord): void {
  writeFileSync(recordOf(folder), JSON.stringify(record, undefined, 2));
}

/** The cluster of the session in `folder`; close its client in the end. */
export function openCluster(folder: string): Cluster {
  const session = sessionIn(folder);
  const record: ClusterRecord = JSON.parse(readFileSync(recordOf(folder), 'utf8'));
  return {
    ...record,
    session,
    workers: record.plan.workers.map((plan) => workerOf(session, plan)),
    client: connect(record.kubeconfig),
  };
}

/**
 * Writes a kubeconfig for outside of the session, where the API server answers at a port of loopback.
 *
 * @returns the file
 */
export function writeOuterKubeconfig({ session, kubeconfig }: Cluster, port: number): string {
  const file = join(session.folder, 'kubeconfig');
  const config: unknown = JSON.parse(readFileSync(kubeconfig, 'utf8'));
  const clusters = mappings(config, 'clusters').map((entry) => {
    // The certificate is for the API server's own address.
    const own = { server: `https://127.0.0.1:${port}`, 'tls-server-name': 'kubernetes' };
    return { ...entry, cluster: { ...mapping(entry, 'cluster'), ...own } };
  });
  writeFileSync(file, JSON.stringify({ ...mapping(config), clusters }), { mode: 0o600 });
  return file;
}

/** Runs kubectl as administrator and returns what it printed. @throws Error with what it said */
export function kubectl(
  { programs, kubeconfig }: Pick<Cluster, 'programs' | 'kubeconfig'>,
  args: readonly string[],
  input?: string,
): Promise<string> {
  const own = [`--kubeconfig=${kubeconfig}`, `--cache-dir=${kubeconfig}.cache`];
  return run(program(programs, 'kubernetes', 'kubectl'), [...own, ...args], {
    ...(input !== undefined && { input }),
  });
}

/** Label of namespaces that proofs make for themselves: one that was ended leaves its own behind. */
export const MADE_BY_PROOFS = 'data-frost.test/made-by-proofs';

/** A namespace for a proof itself. */
export function proofNamespace(
  name: string,
  labels: Readonly<Record<string, string>> = {},
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { ...labels, [MADE_BY_PROOFS]: 'true' } },
  };
}

/** Applies objects as the person does who installs a cluster. */
export async function applyObjects(
  cluster: Pick<Cluster, 'programs' | 'kubeconfig'>,
  objects: readonly (KubernetesObject | object)[],
): Promise<void> {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  const flags = ['--server-side', '--field-manager=cluster-harness', '--force-conflicts'];
  await kubectl(cluster, ['apply', ...flags, '--filename=-'], JSON.stringify(list));
}

function recordOf(folder: string): string {
  return join(folder, 'cluster.json');
}
