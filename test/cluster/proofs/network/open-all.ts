import type { KubernetesObject } from '../../../../synth/manifest';
import { applyObjects, type Cluster, kubectl } from '../../cluster';

const MARK = 'data-frost.test/network-opens-all';

/** Puts a policy beside those of each namespace that opens everything: policies only ever add to each other. */
export async function openAll(cluster: Cluster, namespaces: readonly string[]): Promise<void> {
  await applyObjects(
    cluster,
    namespaces.map((namespace): KubernetesObject => {
      return {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { namespace, name: 'network-opens-all', labels: { [MARK]: 'made' } },
        spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{}], egress: [{}] },
      };
    }),
  );
}

/** Removes those policies. */
export async function closeAll(cluster: Cluster): Promise<void> {
  await kubectl(cluster, ['delete', 'networkpolicy', '--all-namespaces', `--selector=${MARK}`]);
}
