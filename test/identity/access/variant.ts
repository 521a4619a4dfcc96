import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../../app';
import type { EnvironmentSpec } from '../../../environments/environment-spec';
import { emitInto } from '../../../synth/mirror';
import type { Cluster } from '../../cluster/cluster';
import { awaitCommit, changeDist } from '../../cluster/proofs/change';
import { bench } from '../inventory';

/**
 * Merges another description of the environment, as a pull request would, and waits until Argo CD has brought what the
 * change changed.
 */
export async function mergeEnvironment(
  cluster: Cluster,
  message: string,
  environment: EnvironmentSpec,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'data-frost-variant-'));
  try {
    emitInto(folder, synthesize({ clusters: [bench], environments: [environment] }).files);
    const hash = await changeDist(cluster, message, (dist) => {
      rmSync(dist, { recursive: true });
      cpSync(folder, dist, { recursive: true });
    });
    await awaitCommit(cluster, hash);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
