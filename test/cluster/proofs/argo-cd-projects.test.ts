import { mapping, mappings, text } from '../../../checks/readers/read';
import { ARGOCD_NAMESPACE } from '../../../environments/operators';
import { groupOf, type KubernetesObject } from '../../../synth/manifest';
import { APPLICATIONS_PATH, awaitApplications } from '../argo-cd/applications';
import { clusterLiteral, clusterUnderTest } from '../ground';
import { until } from '../session/until';
import { addObject, changeDist, editObject, restoreDist } from './change';
import { live, uidOf } from './live-object';
import { applicationsWith, type DistApplication, distApplications, objectsOf } from './tree';

const cluster = clusterUnderTest();
const NAME = 'refused';
const trees = clusterLiteral.environments.map(({ name }) => name);
/** One application with workloads of each environment. */
const applications = trees.flatMap((tree) => applicationsWith('Deployment', tree).slice(0, 1));

afterEach(() => restoreDist(cluster));

test('the project of each environment refuses kinds that it does not list, and namespaces of others', async () => {
  const forbidden = applications.map((application) => ({ application, objects: forbiddenTo(application) }));
  const hash = await changeDist(cluster, 'what projects forbid', (dist) => {
    for (const { application, objects } of forbidden) {
      for (const object of objects) addObject(dist, application.folder, object);
    }
  });
  for (const { application, objects } of forbidden) {
    await areRefused(
      application,
      hash,
      objects.map((object) => refusalOf(object, application)),
    );
    const made = await Promise.all(objects.map((object) => live(cluster, object)));
    expect(made.filter((object) => object !== undefined)).toEqual([]);
  }
});

test('the project of each environment refuses other repositories and other destinations, and what runs stays', async () => {
  const before = await uidsOf(applications);
  const repository = 'https://git.example.org/another/repository.git';
  const moved = trees.flatMap((tree) => applicationsWith('CronJob', tree).slice(0, 1));
  await changeDist(cluster, 'applications go elsewhere', (dist) => {
    for (const { file } of applications) editSpec(dist, file, 'source', { repoURL: repository });
    for (const { file } of moved) editSpec(dist, file, 'destination', { namespace: ARGOCD_NAMESPACE });
  });
  await areInvalid(applications, `application repo ${repository} is not permitted in project`);
  await areInvalid(
    moved,
    `namespace '${ARGOCD_NAMESPACE}' do not match any of the allowed destinations in project`,
  );
  expect(await uidsOf([...applications, ...moved])).not.toContain('');
  expect(await uidsOf(applications)).toEqual(before);
});

/** Objects of kinds that hold rights, bounds or secrets, and one that is listed, in each namespace of others. */
function forbiddenTo({ namespace, tree }: DistApplication): readonly KubernetesObject[] {
  const others = distApplications.filter((other) => other.tree !== tree && other.namespace !== namespace);
  const foreign = [...new Set(['kube-system', ...others.map((other) => other.namespace)])].filter(
    (other) => other !== '',
  );
  const own = { name: NAME, namespace };
  const rbac = 'rbac.authorization.k8s.io';
  const roleRef = { apiGroup: rbac, kind: 'ClusterRole', name: 'cluster-admin' };
  return [
    { apiVersion: `${rbac}/v1`, kind: 'ClusterRoleBinding', metadata: { name: NAME }, roleRef },
    { apiVersion: `${rbac}/v1`, kind: 'RoleBinding', metadata: own, roleRef },
    { apiVersion: 'v1', kind: 'ResourceQuota', metadata: own, spec: { hard: { pods: '1000' } } },
    { apiVersion: 'v1', kind: 'LimitRange', metadata: own, spec: { limits: [] } },
    { apiVersion: 'v1', kind: 'Secret', metadata: own },
    ...foreign.map((other) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: NAME, namespace: other },
    })),
  ];
}

function refusalOf(object: KubernetesObject, { namespace, project }: DistApplication): string {
  const own = object.metadata.namespace ?? namespace;
  if (own !== namespace) return `namespace ${own} is not permitted in project '${project}'`;
  return `resource ${groupOf(object)}:${object.kind} is not permitted in project ${project}`;
}

/** Waits until the sync of this commit has failed, for these reasons among others. */
async function areRefused({ name }: DistApplication, hash: string, wanted: readonly string[]): Promise<void> {
  const look = async (): Promise<true | string> => {
    const { body } = await cluster.client.send({ path: `${APPLICATIONS_PATH}/${name}` });
    const tried = text(body, 'status.operationState.syncResult.revision');
    const messages = mappings(body, 'status.operationState.syncResult.resources').map((resource) =>
      text(resource, 'message'),
    );
    const open = wanted.filter((message) => !messages.includes(message));
    return (
      (tried === hash && open.length === 0) ||
      `${tried}: ${messages.join('\n')}; not said: ${open.join('\n')}`
    );
  };
  await until(`${name} is refused what ${hash} wants`, look, { seconds: 120 });
}

async function areInvalid(refused: readonly DistApplication[], message: string): Promise<void> {
  const names = refused.map(({ name }) => name);
  await awaitApplications(cluster.client, names, `say: ${message}`, ({ messages }) =>
    messages.some((found) => found.startsWith('InvalidSpecError') && found.includes(message)),
  );
}

function uidsOf(of: readonly DistApplication[]): Promise<readonly string[]> {
  return Promise.all(of.flatMap(objectsOf).map(({ object }) => uidOf(cluster, object)));
}

function editSpec(dist: string, file: string, key: string, change: object): void {
  editObject(dist, file, (object) => {
    const spec = mapping(object, 'spec');
    object['spec'] = { ...spec, [key]: { ...mapping(spec, key), ...change } };
  });
}
