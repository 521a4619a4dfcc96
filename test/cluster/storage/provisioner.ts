import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fields, mapping, mappings, text } from '../../../checks/readers/read';
import type { ApiClient } from '../../control-plane/client';
import type { ClusterPlan } from '../nodes/plan';

/** Stands in for the storage driver of the platform; its name says so. */
const PROVISIONER = 'stand-in.data-frost.test/shared-on-host';

const ZONE = 'topology.kubernetes.io/zone';
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

/** Milliseconds between two looks at the claims. */
const EVERY = 500;

/** The StorageClasses that the cluster literal names: volumes are made where their first pod goes. */
export function storageClasses({ storageClasses: classes }: ClusterPlan): readonly object[] {
  return classes.map(({ name, default: isDefault }) => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': String(isDefault) } },
    provisioner: PROVISIONER,
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
  }));
}

/**
 * Makes a volume for each claim that waits for one, and removes those that are released, until it is stopped.
 *
 * A volume is a folder that every worker of the same physical host can mount, as volumes of Proxmox are. Unlike those
 * it can be mounted on two workers at once.
 *
 * @param folder where the volumes are
 * @returns stops it
 */
export function startProvisioner(client: ApiClient, plan: ClusterPlan, folder: string): () => void {
  let running = true;
  const work = async () => {
    while (running) {
      await provision(client, plan, folder).catch((error) => console.error(`provisioner: ${error}`));
      await sleep(EVERY);
    }
  };
  void work();
  return () => {
    running = false;
  };
}

async function provision(client: ApiClient, plan: ClusterPlan, folder: string): Promise<void> {
  const claims = await listOf(client, '/api/v1/persistentvolumeclaims');
  const volumes = await listOf(client, '/api/v1/persistentvolumes');
  const made = new Set(volumes.map((volume) => text(volume, 'metadata.name')));
  for (const claim of claims.filter(
    (found) => isOurs(found, plan) && text(found, 'status.phase') === 'Pending',
  )) {
    const worker = mapping(claim, 'metadata.annotations')[SELECTED_NODE];
    const zone = plan.workers.find(({ name }) => name === worker)?.zone;
    if (zone !== undefined && !made.has(volumeName(claim))) await makeVolume(client, claim, zone, folder);
  }
  for (const volume of volumes.filter((found) => text(found, 'status.phase') === 'Released')) {
    await removeVolume(client, volume);
  }
}

function isOurs(claim: Fields, { storageClasses: classes }: ClusterPlan): boolean {
  return classes.some(({ name }) => name === text(claim, 'spec.storageClassName'));
}

function volumeName(claim: Fields): string {
  return `pvc-${text(claim, 'metadata.uid')}`;
}

async function makeVolume(client: ApiClient, claim: Fields, zone: string, folder: string): Promise<void> {
  const name = volumeName(claim);
  const path = join(folder, zone, name);
  mkdirSync(path, { recursive: true });
  const { namespace, name: claimName, uid } = mapping(claim, 'metadata');
  const expression = { key: ZONE, operator: 'In', values: [zone] };
  const body = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, annotations: { 'pv.kubernetes.io/provisioned-by': PROVISIONER } },
    spec: {
      accessModes: mapping(claim, 'spec')['accessModes'],
      capacity: { storage: text(claim, 'spec.resources.requests.storage') },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: claimName, uid },
      local: { path },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [expression] }] } },
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: text(claim, 'spec.storageClassName'),
    },
  };
  const answer = await client.send({
    method: 'POST',
    path: '/api/v1/persistentvolumes',
    body: JSON.stringify(body),
  });
  if (answer.status !== 201) throw new Error(`${name}: ${text(answer.body, 'message')}`);
}

async function removeVolume(client: ApiClient, volume: Fields): Promise<void> {
  const path = text(volume, 'spec.local.path');
  if (
    mapping(volume, 'metadata.annotations')['pv.kubernetes.io/provisioned-by'] !== PROVISIONER ||
    path === undefined
  ) {
    return;
  }
  rmSync(path, { recursive: true, force: true });
  await client.send({ method: 'DELETE', path: `/api/v1/persistentvolumes/${text(volume, 'metadata.name')}` });
}

async function listOf(client: ApiClient, path: string): Promise<readonly Fields[]> {
  const { status, body } = await client.send({ path });
  if (status !== 200) throw new Error(`${path}: ${text(body, 'message')}`);
  return mappings(body, 'items');
}
