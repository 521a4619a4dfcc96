import { mapping, mappings, number, strings, text } from '../../../checks/readers/read';
import type { Cluster } from '../cluster';
import { conditionOf } from '../condition';
import { get } from '../get';
import { readinessUrlOf } from '../network/readiness-url';
import { until } from '../session/until';
import { live } from './live-object';
import { applicationsWith, type FileObject, objectsOf } from './tree';

/** Deployments of a tree, with their files. */
export function deploymentsOf(tree: string): readonly FileObject[] {
  return applicationsWith('Deployment', tree).flatMap(objectsOf).filter(isDeployment);
}

/** A URL for each Service of a tree that has Deployments behind it: where the pods say that they are ready. */
export function urlsOf(tree: string): readonly string[] {
  const objects = applicationsWith('Deployment', tree)
    .flatMap(objectsOf)
    .map(({ object }) => object);
  const deployments = objects.filter(({ kind }) => kind === 'Deployment');
  return objects
    .filter(({ kind }) => kind === 'Service')
    .flatMap((service) => {
      const urls = deployments.flatMap((deployment) => readinessUrlOf(service, deployment) ?? []);
      return urls.slice(0, 1);
    });
}

/** Unique ids of the pods of a Deployment that are Ready, sorted. */
export async function readyPodsOf(cluster: Cluster, deployment: FileObject): Promise<readonly string[]> {
  const pods = await podsOf(cluster, deployment);
  return pods
    .filter((pod) => conditionOf(pod, 'Ready') === 'True')
    .map((pod) => text(pod, 'metadata.uid') ?? '')
    .sort();
}

/** Waits until a pod of the Deployment cannot start since its image is not there. */
export async function awaitMissingImage(cluster: Cluster, deployment: FileObject): Promise<void> {
  await until(`a pod of ${deployment.object.metadata.name} waits for its image`, async () => {
    const pods = await podsOf(cluster, deployment);
    const reasons = pods.flatMap((pod) =>
      mappings(pod, 'status.containerStatuses').map((status) => text(status, 'state.waiting.reason') ?? ''),
    );
    return reasons.some((reason) => /^(ErrImagePull|ImagePullBackOff)$/.test(reason)) || reasons.join();
  });
}

/** Waits until all pods of the Deployment are of its newest template, and available. */
export async function awaitRollout(cluster: Cluster, { object }: FileObject): Promise<void> {
  const { namespace, name } = object.metadata;
  await until(
    `${namespace}/${name} is rolled out`,
    async () => {
      const found = await live(cluster, object);
      const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = mapping(found, 'status');
      const isSeen = number(found, 'status.observedGeneration') === number(found, 'metadata.generation');
      const isDone = replicas === updatedReplicas && replicas === availableReplicas && replicas !== 0;
      return (isSeen && isDone) || JSON.stringify(mapping(found, 'status'));
    },
    { seconds: 180 },
  );
}

async function podsOf(cluster: Cluster, { object }: FileObject): Promise<readonly unknown[]> {
  const labels = Object.entries(strings(object, 'spec.selector.matchLabels'));
  const labelSelector = labels.map(([key, value]) => `${key}=${value}`).join();
  const path = `/api/v1/namespaces/${object.metadata.namespace}/pods?${new URLSearchParams({ labelSelector })}`;
  return mappings(await get(cluster, path), 'items');
}

function isDeployment({ object }: FileObject): boolean {
  return object.kind === 'Deployment';
}
