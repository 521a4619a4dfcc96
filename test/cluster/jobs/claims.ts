import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mapping, mappings, text } from '../../../checks/readers/read';
import type { Cluster } from '../cluster';
import { get } from '../get';
import type { CronJob } from './cron-jobs';

/** Names of the claims that the CronJob's pods mount. */
export function claimsOf({ object }: CronJob): readonly string[] {
  return mappings(object, 'spec.jobTemplate.spec.template.spec.volumes').flatMap(
    (volume) => text(volume, 'persistentVolumeClaim.claimName') ?? [],
  );
}

/** What became of a claim. */
export interface ClaimState {
  readonly phase: string;
  /** When a file of its volume was written last, in milliseconds; 0 when it has none. */
  readonly written: number;
}

/** Looks into the volume of a claim, which the stand-in of the storage driver keeps as a folder. */
export async function claimState(cluster: Cluster, namespace: string, name: string): Promise<ClaimState> {
  const claim = await get(cluster, `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}`);
  const phase = text(claim, 'status.phase') ?? '';
  const volume = mapping(claim, 'spec')['volumeName'];
  if (volume === undefined) return { phase, written: 0 };
  const path = text(await get(cluster, `/api/v1/persistentvolumes/${volume}`), 'spec.local.path') ?? '';
  const times = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((file) => statSync(join(path, file)))
    .map((found) => (found.isFile() ? found.mtimeMs : 0));
  return { phase, written: Math.max(0, ...times) };
}
