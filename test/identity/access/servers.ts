import { mappings, number, text } from '../../../checks/readers/read';
import { KEYCLOAK } from '../../../constructs/keycloak/props';
import type { Cluster } from '../../cluster/cluster';
import { get } from '../../cluster/get';
import { namespaces } from '../ground';

/** A Keycloak as it runs. */
export interface Server {
  readonly pod: string;
  /** Tells a pod from every other that had its name. */
  readonly uid: string;
  readonly worker: string;
  /** How often its containers were started anew. */
  readonly restarts: number;
}

/** The Keycloaks that are there, by name. */
export async function servers(cluster: Cluster): Promise<readonly Server[]> {
  const selector = encodeURIComponent(`app.kubernetes.io/name=${KEYCLOAK}`);
  const list = await get(cluster, `/api/v1/namespaces/${namespaces.keycloak}/pods?labelSelector=${selector}`);
  return mappings(list, 'items')
    .map((pod) => ({
      pod: text(pod, 'metadata.name') ?? '',
      uid: text(pod, 'metadata.uid') ?? '',
      worker: text(pod, 'spec.nodeName') ?? '',
      restarts: mappings(pod, 'status.containerStatuses').reduce(
        (sum, status) => sum + (number(status, 'restartCount') ?? 0),
        0,
      ),
    }))
    .sort((one, other) => one.pod.localeCompare(other.pod));
}
