import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../../../app';
import type { Inventory } from '../../../environments/resolve';
import { emitInto } from '../../../synth/mirror';
import { awaitApplications, isSettled, refresh } from '../../cluster/argo-cd/applications';
import type { Cluster } from '../../cluster/cluster';
import { distApplications, holds } from '../../cluster/proofs/tree';
import { commit, filesOf, replaceTree } from '../../cluster/sources/repository';
import { repositoryOf } from '../../cluster/sources/sources';
import { literal } from '../ground';

/**
 * Renders literals and merges what they render to, as a person does who has changed them; waits until Argo CD has brought
 * all that differs.
 */
export async function merge(cluster: Cluster, changed: Inventory, message: string): Promise<void> {
  const { client, session } = cluster;
  const dist = join(mkdtempSync(join(session.folder, 'merge-')), 'dist');
  emitInto(dist, synthesize(changed).files);
  const repository = repositoryOf(session, literal);
  await replaceTree(repository, dist);
  const hash = await commit(repository, message);
  const files = (await filesOf(repository, hash)).map((file) => file.replace(/^dist\//, ''));
  const names = distApplications
    .filter((application) => files.some((file) => holds(application, file)))
    .map(({ name }) => name);
  if (names.length === 0) throw new Error(`${message}: what is merged must differ from what was there`);
  await Promise.all(names.map((name) => refresh(client, name)));
  await awaitApplications(
    client,
    names,
    `are Synced at ${hash}`,
    (state) => state.revision === hash && isSettled(state),
  );
}
