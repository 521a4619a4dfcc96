import { readDist } from '../../admission/documents';
import { applicationsIn } from '../argo-cd/applications';
import { clusterLiteral, clusterUnderTest, DIST, distObjects } from '../ground';
import { removeProbes, startProbes } from '../network/constant-probe';
import { measured } from '../report/measurements';
import { lastTreeOf } from '../sources/last-tree';
import { replaceTree } from '../sources/repository';
import { repositoryOf } from '../sources/sources';
import { changeDist, restoreDist } from './change';
import { expectAnswers, expectUntouched, type Upgrade } from './upgrades/expectations';
import { redundantServices } from './upgrades/services';
import {
  awaitCommitOrRefusals,
  describeRefusal,
  makeAnew,
  type Refusal,
  refreshAll,
} from './upgrades/settled';
import { awaitRollouts, changedBetween, type PodState, podStatesOf, workloadsIn } from './upgrades/workloads';

/** Namespace of the client that probes. */
const PROBES = 'upgrade-from-last-commit';

const cluster = clusterUnderTest();
const last = lastTreeOf(cluster.session);
const describeUpgrade = 'missing' in last ? describe.skip : describe;
const reason = 'missing' in last ? ` (${last.missing})` : '';

describeUpgrade(`the upgrade from the last commit that had another dist/${reason}`, () => {
  const tree = 'folder' in last ? last : { folder: '', commit: '' };
  let refusedBack: readonly Refusal[];
  let refused: readonly Refusal[] | undefined;
  let upgrade: Upgrade;
  beforeAll(async () => {
    refusedBack = await goBack(tree.folder);
    const before = await podStatesOf(cluster, workloadsIn(tree.folder));
    const services = await redundantServices(cluster, distObjects, workloadsIn(DIST));
    const stop = await startProbes(
      cluster,
      PROBES,
      services.map(({ url }) => url),
    );
    const start = Date.now();
    refused = await commit(DIST);
    if (refused.length === 0) await awaitRollouts(cluster, workloadsIn(DIST));
    const seconds = (Date.now() - start) / 1000;
    upgrade = {
      before,
      after: await podStatesOf(cluster, workloadsIn(DIST)),
      answers: await stop(),
      seconds,
    };
  });
  afterAll(async () => {
    await removeProbes(cluster, PROBES);
    // Other proofs must find the tree under test, whatever became of this one.
    await makeAnew(cluster, refused ?? [], applicationNames(DIST));
    await restoreDist(cluster);
  });

  test('refuses no field', () => {
    measured('commit to the last old pod gone', `${upgrade.seconds.toFixed(1)} s`);
    measured('from', tree.commit.slice(0, 12));
    measured('refused on the way back', refusedBack.map(describeRefusal).join('; ') || 'nothing');
    expect(refused?.map(describeRefusal)).toEqual([]);
  });

  test('leaves every pod alone whose template did not change', () => {
    const changed = changedBetween(workloadsIn(tree.folder), workloadsIn(DIST));
    measured('workloads with another template', String(changed.size));
    expectUntouched(upgrade, ({ workload }: PodState) => !changed.has(workload));
  });

  test('has every Service of two replicas or more answer throughout', () => expectAnswers(upgrade));
});

/**
 * The cluster has the tree under test already, so it first goes back, which nobody promises to be possible: a volume
 * may only grow, a field may be of those that do not change. What is refused is made anew, as it was.
 *
 * @returns what was refused
 */
async function goBack(folder: string): Promise<readonly Refusal[]> {
  const refusals = await commit(folder, { appliedIsEnough: true });
  if (refusals.length > 0) {
    await makeAnew(cluster, refusals, applicationNames(folder));
    expect((await commit(folder, { again: true, appliedIsEnough: true })).map(describeRefusal)).toEqual([]);
  }
  await awaitRollouts(cluster, workloadsIn(folder));
  return refusals;
}

/**
 * Commits a tree and waits until all of it is Synced or something is refused.
 *
 * @param again whether the tree was committed before: nothing changes then, and no Application would be told
 */
async function commit(
  folder: string,
  { again = false, appliedIsEnough = false } = {},
): Promise<readonly Refusal[]> {
  const repository = repositoryOf(cluster.session, clusterLiteral);
  const names = applicationNames(folder);
  const since = Date.now();
  const hash = await changeDist(cluster, folder, () => replaceTree(repository, folder));
  if (again) await refreshAll(cluster, names);
  return awaitCommitOrRefusals(cluster, names, { hash, since, appliedIsEnough });
}

function applicationNames(folder: string): readonly string[] {
  return applicationsIn(readDist(folder).map(({ object }) => object));
}
