import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { READER_ACCOUNT, readerRoleOf } from '../../../constructs/secrets/props';
import { SNAPSHOTS } from '../../../constructs/vault/props';
import { measured, secondsSince } from '../../cluster/report/measurements';
import { reconcilerIn } from '../access/changes';
import { runNow } from '../access/jobs';
import { policiesOf, vaultToken } from '../access/vault';
import { allWell, enteredSecret, enterSecret, killNode, vaultNodes } from '../access/vault-nodes';
import { ruinVolume } from '../access/vault-volumes';
import { clusterUnderTest, environment, namespaces } from '../ground';
import { bucketFolder, objectsIn } from '../outside/object-storage';
import { pageFolder, runBlocks, sectionBlocks } from '../outside/page';

const cluster = clusterUnderTest();
const bucket = environment.objectStorage?.bucket ?? '';

test('the vault loses every volume and comes back from its last snapshot', async () => {
  await allWell(cluster);
  const before = await enterSecret(cluster, 'before-the-snapshot');
  const { type } = await runNow(cluster, namespaces.vault, SNAPSHOTS);
  expect(type).toBe('Complete');
  await enterSecret(cluster, 'after-the-snapshot');
  for (const node of vaultNodes) await ruinVolume(cluster, node);
  await Promise.all(vaultNodes.map((node) => killNode(cluster, node)));

  const folder = pageFolder(cluster);
  copyFileSync(newestSnapshot(), join(folder, 'vault.snap'));
  const start = Date.now();
  await runBlocks(cluster, sectionBlocks('Lost quorum'), { ENVIRONMENT: environment.name }, folder);
  measured('begun anew, restored and reconciled', secondsSince(start));
  await allWell(cluster);

  expect(await enteredSecret(cluster, 'before-the-snapshot')).toBe(before);
  expect(await enteredSecret(cluster, 'after-the-snapshot')).toBeUndefined();
  const role = readerRoleOf(namespaces.vault);
  const token = await vaultToken(cluster, namespaces.vault, READER_ACCOUNT, role);
  expect(await policiesOf(cluster, token)).toEqual([role]);
  const own = await reconcilerIn(cluster, namespaces.vault);
  const { log } = await runNow(cluster, namespaces.vault, own);
  expect(log).toContain('plan: 0 to create, 0 to update, 0 to remove');
});

/** The copy that docs/recovery.md has a person fetch: the one of the highest number. */
function newestSnapshot(): string {
  const folder = `${environment.name}/vault/`;
  const found = objectsIn(cluster.session, bucket).filter(
    (path) => path.startsWith(folder) && path.endsWith('.snap'),
  );
  const newest = found.at(-1);
  if (newest === undefined) throw new Error(`${bucket} must have a snapshot in ${folder}`);
  return join(bucketFolder(cluster.session, bucket), newest);
}
