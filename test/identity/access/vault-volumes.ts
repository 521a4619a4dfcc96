import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from '../../../checks/readers/read';
import { DATA } from '../../../constructs/vault/props';
import type { Cluster } from '../../cluster/cluster';
import { get } from '../../cluster/get';
import { namespaces } from '../ground';

function claimPath(node: string): string {
  return `/api/v1/namespaces/${namespaces.vault}/persistentvolumeclaims/${DATA}-${node}`;
}

/** What the API server tells a node's claim by from every other that had the name; undefined while there is none. */
export async function claimUid({ client }: Cluster, node: string): Promise<string | undefined> {
  return text((await client.send({ path: claimPath(node) })).body, 'metadata.uid');
}

/** Overwrites all that a node has on its disk. */
export async function ruinVolume(cluster: Cluster, node: string): Promise<void> {
  const claim = await get(cluster, claimPath(node));
  const volume = await get(cluster, `/api/v1/persistentvolumes/${text(claim, 'spec.volumeName')}`);
  const folder = text(volume, 'spec.local.path') ?? '';
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.db'),
  );
  if (files.length === 0) throw new Error(`${folder} must hold the data of ${node}`);
  for (const file of files) writeFileSync(join(folder, file), Buffer.alloc(64 * 1024, 'ruined'));
}
