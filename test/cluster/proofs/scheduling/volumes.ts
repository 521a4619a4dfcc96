import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mappings, text } from '../../../../checks/readers/read';
import type { Cluster } from '../../cluster';
import type { LivePod } from './live';

/** Names of the volumes that a pod has by its claims. */
export async function volumesOf(cluster: Cluster, { namespace, spec }: LivePod): Promise<readonly string[]> {
  const claims = mappings(spec, 'volumes').flatMap(
    (volume) => text(volume, 'persistentVolumeClaim.claimName') ?? [],
  );
  return Promise.all(
    claims.map(async (claim) => {
      const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${claim}`;
      return text((await cluster.client.send({ path })).body, 'spec.volumeName') ?? '';
    }),
  );
}

/** What a file on a volume holds. @throws Error when it is not there */
export async function contentOf(cluster: Cluster, volume: string, file: string): Promise<string> {
  const { body } = await cluster.client.send({ path: `/api/v1/persistentvolumes/${volume}` });
  return readFileSync(join(text(body, 'spec.local.path') ?? '', file), 'utf8');
}
