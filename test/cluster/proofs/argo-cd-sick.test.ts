import { mapping } from '../../../checks/readers/read';
import { applicationStates, awaitApplications } from '../argo-cd/applications';
import { clusterUnderTest } from '../ground';
import { until } from '../session/until';
import { awaitCommit, changeDist, editObject, restoreDist } from './change';
import { frozenEnvironments, openEnvironments } from './environments';
import { awaitMissingImage, awaitRollout, deploymentsOf } from './rollout';
import { editContainers, withMissingImage } from './spoil';
import { annotate, touch, touchOf } from './touch';
import { applicationsWith, type DistApplication, distApplications, distProjects } from './tree';

const cluster = clusterUnderTest();
const [sick] = openEnvironments;
const [well] = frozenEnvironments;
if (sick === undefined || well === undefined)
  throw new Error('the inventory must have an environment with freezes and one without');
const broken = deploymentsOf(sick.name);
const brokenNames = applicationsWith('Deployment', sick.name).map(({ name }) => name);
const served = applicationsWith('Deployment', well.name);

/** Seconds after which a rollout counts as failed, rather than the minutes of `dist/`. */
const GIVES_UP = 5;

/** The commit that broke one and changed the other. */
let breaking: string;
beforeAll(async () => {
  breaking = await changeDist(cluster, 'one is broken, another changed', (dist) => {
    for (const { file } of broken) editObject(dist, file, spoil);
    for (const application of served) touch(dist, application, 'together');
  });
  for (const deployment of broken) await awaitMissingImage(cluster, deployment);
  await awaitApplications(cluster.client, brokenNames, 'are Degraded', ({ health }) => health === 'Degraded');
});
afterAll(async () => {
  await restoreDist(cluster);
  for (const deployment of broken) await awaitRollout(cluster, deployment);
});

test(`while ${sick.name} is Degraded, commits reach ${well.name}: with the one that broke it, and after`, async () => {
  await reaches(breaking, 'together');
  const later = await changeDist(cluster, 'a later change', (dist) => {
    for (const application of served) touch(dist, application, 'later');
  });
  await reaches(later, 'later');
  expect(await healthOf(brokenNames)).toEqual(brokenNames.map(() => 'Degraded'));
});

test(`while ${sick.name} is Degraded, commits reach the projects and Applications of ${well.name}`, async () => {
  const files = [...distProjects, ...distApplications].filter(
    ({ name, tree }) => name === well.name || tree === well.name,
  );
  for (const value of ['first', 'second']) {
    const hash = await changeDist(cluster, `projects and applications change, ${value}`, (dist) => {
      for (const { file } of files) editObject(dist, file, (object) => annotate(object, value));
    });
    await awaitCommit(cluster, hash);
  }
  expect(await healthOf(brokenNames)).toEqual(brokenNames.map(() => 'Degraded'));
});

function spoil(deployment: Record<string, unknown>): void {
  deployment['spec'] = { ...mapping(deployment, 'spec'), progressDeadlineSeconds: GIVES_UP };
  editContainers(deployment, withMissingImage);
}

async function reaches(hash: string, value: string): Promise<void> {
  for (const application of served) await has(application, value);
  const names = served.map(({ name }) => name);
  await awaitApplications(
    cluster.client,
    names,
    `are Synced at ${hash}`,
    ({ revision, sync }) => revision === hash && sync === 'Synced',
  );
}

async function has(application: DistApplication, value: string): Promise<void> {
  await until(`${application.name} has what was committed`, async () => {
    const found = await touchOf(cluster, application);
    return found === value || found;
  });
}

async function healthOf(names: readonly string[]): Promise<readonly string[]> {
  const states = await applicationStates(cluster.client);
  return names.map((name) => states.find((state) => state.name === name)?.health ?? 'not there');
}
