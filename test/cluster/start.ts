import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { mappings } from '../../checks/readers/read';
import type { Report } from '../control-plane/go-part';
import { inParallel } from '../control-plane/pool';
import type { Programs } from './build/programs';
import { applyObjects, type Cluster, openCluster, recordCluster } from './cluster';
import { conditionOf } from './condition';
import { type Image, writeArchive } from './images/layout';
import { dnsServer } from './network/dns';
import { makeNodeNetwork } from './network/node-network';
import { controlPlaneFolder, kubeletClientAuthorityOf, startControlPlane } from './nodes/control-plane';
import type { ClusterPlan } from './nodes/plan';
import { usersOf } from './nodes/users';
import { ctr, makeWorker, startNode, startRuntime } from './nodes/worker';
import { assertRuns } from './session/daemon';
import type { Session } from './session/session';
import { until } from './session/until';
import { startProvisioner, storageClasses } from './storage/provisioner';

/** Workers that import images at once: each unpacks for itself, and the disk is one. */
const IMPORTS = 2;

/** Starts the node network and the control plane in the namespaces of this process; they run until the session ends. */
export async function startControl(
  session: Session,
  plan: ClusterPlan,
  programs: Programs,
): Promise<Cluster> {
  await makeNodeNetwork(plan);
  const { client, kubeconfig } = await startControlPlane(
    controlPlaneFolder(session),
    plan,
    usersOf(plan),
    programs,
  );
  client.close();
  recordCluster(session, { plan, programs, kubeconfig, owned: true });
  return openCluster(session.folder);
}

/**
 * Starts the workers with these images, DNS and storage; resolves when all workers are Ready and names resolve.
 *
 * The provisioner of volumes runs in this process; everything else runs until the session ends.
 */
export async function joinWorkers(cluster: Cluster, images: readonly Image[], report: Report): Promise<void> {
  const { plan, client, session } = cluster;
  await startWorkers(cluster, images);
  await nodesAreReady(cluster);
  report(`workers are Ready: ${plan.workers.map(({ name }) => name).join(', ')}`);
  await applyObjects(cluster, [...dnsServer(plan), ...storageClasses(plan)]);
  startProvisioner(client, plan, join(session.folder, 'volumes'));
  await until('the DNS server is available', () => isAvailable(cluster, plan.dns.namespace, 'coredns'));
  report('names resolve');
}

async function startWorkers(
  { workers, plan, programs, session }: Cluster,
  images: readonly Image[],
): Promise<void> {
  const archive = join(session.folder, 'images.tar');
  await writeArchive(images, session.folder, archive);
  await inParallel(IMPORTS, workers, async (worker) => {
    await makeWorker(worker, plan, programs, kubeletClientAuthorityOf(session));
    await startRuntime(worker, programs);
    await ctr(worker, programs, ['images', 'import', archive]);
    startNode(worker, programs);
  });
  rmSync(archive);
}

async function nodesAreReady({ client, workers, plan }: Cluster): Promise<void> {
  await until('all workers are Ready', async () => {
    for (const { folder } of workers) assertRuns(folder, 'kubelet');
    const { body } = await client.send({ path: '/api/v1/nodes' });
    const ready = mappings(body, 'items').filter((node) => conditionOf(node, 'Ready') === 'True');
    return ready.length === plan.workers.length || `${ready.length} of ${plan.workers.length}`;
  });
}

async function isAvailable({ client }: Cluster, namespace: string, name: string): Promise<true | string> {
  const { body } = await client.send({ path: `/apis/apps/v1/namespaces/${namespace}/deployments/${name}` });
  return conditionOf(body, 'Available') === 'True' || JSON.stringify(mappings(body, 'status.conditions'));
}
