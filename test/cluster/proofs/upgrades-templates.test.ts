import { mapping } from '../../../checks/readers/read';
import { applicationsIn } from '../argo-cd/applications';
import { clusterUnderTest, DIST, distObjects } from '../ground';
import { removeProbes, startProbes } from '../network/constant-probe';
import { measured } from '../report/measurements';
import { changeDist, editObject, restoreDist } from './change';
import { annotate } from './touch';
import { expectAnswers, expectUntouched, type Upgrade } from './upgrades/expectations';
import { redundantServices } from './upgrades/services';
import { awaitCommitOrRefusals } from './upgrades/settled';
import { awaitRollouts, podStatesOf, type TreeWorkload, workloadsIn } from './upgrades/workloads';

/** Namespace of the client that probes. */
const PROBES = 'upgrade-of-templates';

const cluster = clusterUnderTest();
const workloads = workloadsIn(DIST);
let redundant: ReadonlySet<string>;
beforeAll(async () => {
  await awaitRollouts(cluster, workloads);
  const services = await redundantServices(cluster, distObjects, workloads);
  redundant = new Set(services.map(({ workload }) => workload.id));
});
afterEach(() => removeProbes(cluster, PROBES));
afterAll(async () => {
  await restoreDist(cluster);
  await awaitRollouts(cluster, workloads);
});

describe('an upgrade of the workloads behind Services with two replicas or more', () => {
  let upgrade: Upgrade;
  beforeAll(async () => {
    upgrade = await upgradeOf(workloads.filter(({ id }) => redundant.has(id)));
  });

  test('replaces all of their pods', () => expectReplaced(upgrade, (id) => redundant.has(id)));

  test('has every one of those Services answer throughout', () => expectAnswers(upgrade));

  test('leaves the pods of all other workloads alone', () =>
    expectUntouched(upgrade, ({ workload }) => !redundant.has(workload)));
});

describe('an upgrade of all other workloads', () => {
  let upgrade: Upgrade;
  beforeAll(async () => {
    upgrade = await upgradeOf(workloads.filter(({ id }) => !redundant.has(id)));
  });

  test('replaces all of their pods', () => expectReplaced(upgrade, (id) => !redundant.has(id)));

  test('leaves the pods of the workloads before alone', () =>
    expectUntouched(upgrade, ({ workload }) => redundant.has(workload)));
});

/** Commits another template for each of these and waits until the old pods are gone, with probes all the while. */
async function upgradeOf(chosen: readonly TreeWorkload[]): Promise<Upgrade> {
  const services = await redundantServices(cluster, distObjects, workloads);
  const before = await podStatesOf(cluster, workloads);
  const stop = await startProbes(
    cluster,
    PROBES,
    services.map(({ url }) => url),
  );
  const start = Date.now();
  const hash = await changeDist(cluster, 'other templates', (dist) => {
    // Any change of a template does; this one leaves what runs in the pods as it is.
    for (const { file } of chosen)
      editObject(dist, file, (object) => annotate(mapping(object, 'spec.template'), 'upgrade'));
  });
  expect(await awaitCommitOrRefusals(cluster, applicationsIn(distObjects), { hash, since: start })).toEqual(
    [],
  );
  await awaitRollouts(cluster, workloads);
  const seconds = (Date.now() - start) / 1000;
  return { before, after: await podStatesOf(cluster, workloads), answers: await stop(), seconds };
}

function expectReplaced({ before, after, seconds }: Upgrade, chosen: (workload: string) => boolean): void {
  measured('commit to the last old pod gone', `${seconds.toFixed(1)} s`);
  const old = before.filter(({ workload }) => chosen(workload));
  expect(old).not.toEqual([]);
  const left = new Set(after.map(({ uid }) => uid));
  expect(old.filter(({ uid }) => left.has(uid))).toEqual([]);
}
