import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mapping, mappings, text } from '../../../../checks/readers/read';
import type { Cluster } from '../../cluster';
import { get } from '../../get';
import type { CronJob } from './cron-jobs';

/** Names of the claims that the CronJob's pods mount. */
function claimsOf({ object }: CronJob): readonly string[] {
  return mappings(object, 'spec.jobTemplate.spec.template.spec.volumes').flatMap(
    (volume) => text(volume, 'persistentVolumeClaim.claimName') ?? [],
  );
}

/** What became of a claim. */
interface ClaimState {
  readonly phase: string;
  /** When a file of its volume was written last, in milliseconds; 0 when it has none, undefined on a cluster whose volumes are out of reach. */
  readonly written: number | undefined;
}

/** Expects that a claim is Bound and that a file was written to it since then, in milliseconds. */
export async function expectWritten(cluster: Cluster, cronJob: CronJob, since: number): Promise<void> {
  for (const name of claimsOf(cronJob)) {
    const { phase, written } = await claimState(cluster, cronJob.namespace, name);
    expect({ name, phase }).toEqual({ name, phase: 'Bound' });
    if (written !== undefined) expect(written).toBeGreaterThanOrEqual(since);
  }
}

/** Looks into the volume of a claim, which the stand-in of the storage driver keeps as a folder. */
async function claimState(cluster: Cluster, namespace: string, name: string): Promise<ClaimState> {
  const claim = await get(cluster, `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}`);
  const phase = text(claim, 'status.phase') ?? '';
  if (!cluster.owned) return { phase, written: undefined };
  const volume = mapping(claim, 'spec')['volumeName'];
  if (volume === undefined) return { phase, written: 0 };
  const path = text(await get(cluster, `/api/v1/persistentvolumes/${volume}`), 'spec.local.path') ?? '';
  const times = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((file) => statSync(join(path, file)))
    .map((found) => (found.isFile() ? found.mtimeMs : 0));
  return { phase, written: Math.max(0, ...times) };
}
