import { mapping, mappings, strings, text } from '../../../../checks/readers/read';
import type { KubernetesObject } from '../../../../synth/manifest';
import type { Cluster } from '../../cluster';
import { get } from '../../get';
import { isInFrontOf, readinessUrlOf } from '../../network/readiness-url';
import type { TreeWorkload } from './workloads';

/** A Service, how it is asked whether it is well, and whose pods answer. */
export interface Answering {
  readonly url: string;
  readonly workload: TreeWorkload;
}

/**
 * The Services that have two Ready endpoints or more now, behind which one may go without anybody noticing.
 *
 * @throws Error for one whose pods are not asked by HTTP whether they are Ready: nothing could probe it.
 */
export async function redundantServices(
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  workloads: readonly TreeWorkload[],
): Promise<readonly Answering[]> {
  const services = objects.filter(({ kind, ...object }) => kind === 'Service' && isBalanced(object));
  const found = await Promise.all(
    services.map(async (service) =>
      (await readyEndpoints(cluster, service)) < 2 ? [] : [answering(service, workloads)],
    ),
  );
  return found.flat();
}

/** kube-proxy balances what has a selector and an address of its own. */
function isBalanced(service: unknown): boolean {
  return (
    Object.keys(strings(service, 'spec.selector')).length > 0 && text(service, 'spec.clusterIP') !== 'None'
  );
}

async function readyEndpoints(cluster: Cluster, { metadata }: KubernetesObject): Promise<number> {
  const selector = `labelSelector=kubernetes.io/service-name=${metadata.name}`;
  const path = `/apis/discovery.k8s.io/v1/namespaces/${metadata.namespace}/endpointslices?${selector}`;
  const endpoints = mappings(await get(cluster, path), 'items').flatMap((slice) =>
    mappings(slice, 'endpoints'),
  );
  return endpoints.filter((endpoint) => mapping(endpoint, 'conditions')['ready'] === true).length;
}

function answering(service: KubernetesObject, workloads: readonly TreeWorkload[]): Answering {
  const { name, namespace } = service.metadata;
  const workload = workloads.find(({ object }) => isInFrontOf(service, object));
  const url = workload && readinessUrlOf(service, workload.object);
  if (workload === undefined || url === undefined) {
    throw new Error(
      `the pods of the Service ${namespace}/${name} must have a readiness probe by HTTP on its port`,
    );
  }
  return { url, workload };
}
