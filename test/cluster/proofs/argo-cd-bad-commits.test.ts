import type { KubernetesObject } from '../../../synth/manifest';
import { awaitApplications } from '../argo-cd/applications';
import { clusterUnderTest } from '../ground';
import { removeProbes, startProbes } from '../network/constant-probe';
import { measured, secondsSince } from '../report/measurements';
import { addObject, awaitCommit, changeDist, editObject, restoreDist, restoreFolder } from './change';
import { openEnvironment } from './environments';
import { awaitMissingImage, awaitRollout, deploymentsOf, readyPodsOf, urlsOf } from './rollout';
import { editContainers, withMissingImage, withRefusedField } from './spoil';
import { annotate } from './touch';
import { applicationsWith } from './tree';

const cluster = clusterUnderTest();
const { name: environment } = openEnvironment;
const applications = applicationsWith('Deployment', environment);
const deployments = deploymentsOf(environment);
const urls = urlsOf(environment);
const NAMESPACE = 'bad-commits';

/** A port that no API server admits. */
const refused = (namespace: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'refused', namespace },
  spec: { ports: [{ port: 70000 }] },
});

afterEach(async () => {
  await removeProbes(cluster, NAMESPACE);
  await restoreDist(cluster);
});

function mend(dist: string): void {
  restoreFolder(dist, environment);
  editAll(dist, (object) => annotate(object, 'mended'));
}

/** Whether each application says what is wrong. */
async function areTold(reason: string): Promise<void> {
  const names = applications.map(({ name }) => name);
  const says = `say why they cannot be synced: ${reason}`;
  await awaitApplications(cluster.client, names, says, ({ messages }) =>
    messages.some((message) => message.includes(reason)),
  );
}

function readyPods(): Promise<readonly (readonly string[])[]> {
  return Promise.all(deployments.map((deployment) => readyPodsOf(cluster, deployment)));
}

const editAll = (dist: string, edit: (object: Record<string, unknown>) => void): void => {
  for (const { file } of deployments) editObject(dist, file, edit);
};

test.each([
  {
    what: 'a value that the API server refuses',
    spoil: (dist: string) => editAll(dist, (object) => editContainers(object, withRefusedField)),
    isSeen: () => areTold('imagePullPolicy'),
  },
  {
    what: 'a new object that the API server refuses',
    spoil: (dist: string) => {
      for (const { folder, namespace } of applications) addObject(dist, folder, refused(namespace));
    },
    isSeen: () => areTold('70000'),
  },
  {
    what: 'an image that does not exist',
    spoil: (dist: string) => editAll(dist, (object) => editContainers(object, withMissingImage)),
    isSeen: () => Promise.all(deployments.map((deployment) => awaitMissingImage(cluster, deployment))),
  },
])(
  `in ${environment}, $what leaves the old version serving, and the commit that mends it syncs by itself`,
  async ({ spoil, isSeen }) => {
    const stop = await startProbes(cluster, NAMESPACE, urls, { every: '200ms' });
    const before = await readyPods();
    await changeDist(cluster, 'a bad commit', spoil);
    await isSeen();
    const during = await readyPods();
    expect(during).toEqual(before.map((uids) => expect.arrayContaining([...uids])));
    const start = Date.now();
    const mended = await changeDist(cluster, 'the commit that mends it', mend);
    await awaitCommit(cluster, mended);
    measured('mending commit to synced', secondsSince(start));
    for (const deployment of deployments) await awaitRollout(cluster, deployment);
    const results = await stop();
    expect(results.map(({ url, failed, failures }) => ({ url, failed, failures }))).toEqual(
      urls.map((url) => ({ url, failed: 0, failures: [] })),
    );
    expect(Math.min(...results.map(({ sent }) => sent))).toBeGreaterThan(0);
  },
);
