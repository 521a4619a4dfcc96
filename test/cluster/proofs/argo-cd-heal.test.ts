import { isDeepStrictEqual } from 'node:util';
import { mapping, mappings, strings, text } from '../../../checks/readers/read';
import type { KubernetesObject } from '../../../synth/manifest';
import { awaitApplications, isSettled } from '../argo-cd/applications';
import { clusterUnderTest, distObjects } from '../ground';
import { measured, secondsSince } from '../report/measurements';
import { until } from '../session/until';
import { awaitCommit, changeDist, removeFile, restoreDist } from './change';
import { openEnvironment } from './environments';
import { deleteByHand, live, type ObjectReference, patchByHand, uidOf } from './live-object';
import { withMissingImage } from './spoil';
import { touch } from './touch';
import { applicationsWith, type FileObject, objectsOf } from './tree';

const cluster = clusterUnderTest();
const { name: environment } = openEnvironment;
const [application] = applicationsWith('Deployment', environment);
if (application === undefined) throw new Error(`dist/ must have a Deployment in ${environment}`);
const first = (kind: string) =>
  objectsOf(application)
    .filter(({ object }) => object.kind === kind)
    .slice(0, 1)
    .map(({ object }): [string, KubernetesObject] => [`${kind} ${object.metadata.name}`, object]);

afterAll(() => restoreDist(cluster));

describe(`in ${environment}, a change by hand heals`, () => {
  // Each heal of one commit is put off three times as long as the one before, up to five minutes.
  beforeEach(async () => {
    const hash = await changeDist(cluster, 'another commit', (dist) =>
      touch(dist, application, `${Date.now()}`),
    );
    await awaitCommit(cluster, hash);
  });

  test.each(first('Deployment'))('another image of %s', async (_, object) => {
    const containers = mappings(object, 'spec.template.spec.containers').map(withMissingImage);
    await heals(object, { spec: { template: { spec: { containers } } } }, (found) =>
      mappings(found, 'spec.template.spec.containers').map((container) => text(container, 'image')),
    );
  });

  test.each(first('Service'))('another selector of %s', async (_, object) => {
    const selector = { 'app.kubernetes.io/name': 'another' };
    await heals(object, { spec: { selector } }, (found) => strings(found, 'spec.selector'));
  });

  test.each(first('NetworkPolicy'))('%s, when it is deleted', async (_, object) => {
    const before = await uidOf(cluster, object);
    const start = Date.now();
    await deleteByHand(cluster, object);
    await until('it is there again', async () => {
      return ![before, ''].includes(await uidOf(cluster, object)) || undefined;
    });
    measured('deleted object to back', secondsSince(start));
  });

  test('the source of an Application', async () => {
    const found = distObjects.find(
      ({ kind, metadata }) => kind === 'Application' && metadata.name === application.name,
    );
    if (found === undefined) throw new Error(`dist/ must have the Application ${application.name}`);
    const repoURL = 'https://git.example.org/another/repository.git';
    await heals(found, { spec: { source: { repoURL } } }, (object) => text(object, 'spec.source.repoURL'));
    await awaitApplications(cluster.client, [application.name], 'is Synced', isSettled);
  });
});

test('a file that is removed takes its object with it, but never a claim', async () => {
  const batch = applicationsWith('PersistentVolumeClaim', environment).flatMap(objectsOf);
  const claims = batch.filter(({ object }) => object.kind === 'PersistentVolumeClaim');
  const others = batch.filter(({ object }) => object.kind === 'NetworkPolicy');
  expect([claims.length, others.length]).not.toContain(0);
  const before = await uidsOf(claims);
  const removed = [...claims, ...others];
  const hash = await changeDist(cluster, 'files are removed', (dist) => {
    for (const { file } of removed) removeFile(dist, file);
  });
  const start = Date.now();
  await until('all else is pruned', async () => {
    const left = (await uidsOf(others)).filter((uid) => uid !== '');
    return left.length === 0 || `${left.length} of ${others.length} are left`;
  });
  measured('removed file to pruned object', secondsSince(start));
  await awaitApplications(
    cluster.client,
    applicationsWith('PersistentVolumeClaim', environment).map(({ name }) => name),
    `have finished their sync of ${hash}`,
    ({ revision, operation }) => revision === hash && operation === 'Succeeded',
  );
  expect(await uidsOf(claims)).toEqual(before);
  for (const { object } of claims) {
    const metadata = mapping(await live(cluster, object), 'metadata');
    expect(metadata['deletionTimestamp']).toBeUndefined();
  }
  await restoreDist(cluster);
  expect(await uidsOf(claims)).toEqual(before);
});

/** Changes the live object and waits until what `read` reads is as it was. */
async function heals(
  object: ObjectReference,
  patch: object,
  read: (object: unknown) => unknown,
): Promise<void> {
  const before = read(await live(cluster, object));
  const start = Date.now();
  const changed = await patchByHand(cluster, object, patch);
  expect(read(changed)).not.toEqual(before);
  await until('the change is gone', async () => {
    const found = read(await live(cluster, object));
    return isDeepStrictEqual(found, before) || JSON.stringify(found);
  });
  measured('change by hand to healed', secondsSince(start));
}

function uidsOf(objects: readonly FileObject[]): Promise<string[]> {
  return Promise.all(objects.map(({ object }) => uidOf(cluster, object)));
}
