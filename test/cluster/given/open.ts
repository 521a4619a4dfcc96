import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mappings } from '../../../checks/readers/read';
import type { Cluster as Literal } from '../../../environments/environment';
import { ARGOCD_NAMESPACE } from '../../../environments/operators';
import type { KubernetesObject } from '../../../synth/manifest';
import { readDist } from '../../admission/documents';
import { applyObjects, type Cluster, kubectl, openCluster, recordCluster } from '../cluster';
import { type ClusterPlan, planOf } from '../nodes/plan';
import type { PlatformInput } from '../platform';
import type { Session } from '../session/session';
import { type Demands, demandGiven } from './demands';
import { configOf, lookAt } from './look';
import { absentFrom } from './made';

type Access = Pick<Cluster, 'programs' | 'kubeconfig'>;

/** Whom the proofs act as: a token of its own, whatever way the kubeconfig's user has to say who he is. */
const ACCOUNT = { namespace: 'kube-system', name: 'data-frost-proofs' };

const ARGOCD = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ARGOCD_NAMESPACE } };

const ACCOUNT_OBJECTS: readonly KubernetesObject[] = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: ACCOUNT },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: ACCOUNT.name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', ...ACCOUNT }],
  },
];

/** How long a run may last. */
const TOKEN_DURATION = '4h';

/** What brings the kinds and the metrics that `dist/` counts on. */
const SERVED: Demands['served'] = {
  'v1beta1.metrics.k8s.io': 'metrics-server',
  'scaledobjects.keda.sh': 'KEDA',
  'v1beta1.external.metrics.k8s.io': 'KEDA',
};

/** A given cluster, and what has to be removed from it in the end. */
export interface GivenAccess {
  readonly cluster: Cluster;
  /** What was not there before, whether it is made already or not. */
  readonly made: readonly KubernetesObject[];
}

/**
 * Opens a cluster that somebody else runs, for proofs that will change and break what they make in it.
 *
 * @param kubeconfig file whose current context names the cluster and its administrator
 * @param definitions custom resource definitions that the run installs where they are not there
 * @throws Error with everything that the cluster lacks, or that is in use in it; nothing is changed then
 */
export async function openGiven(
  session: Session,
  kubeconfig: string,
  { literal, dist, programs, definitions }: PlatformInput,
): Promise<GivenAccess> {
  const access = { programs, kubeconfig };
  const objects = readDist(dist).map(({ object }) => object);
  const found = await lookAt(access);
  const plan = planOf(literal);
  demandGiven(found, demandsOf(literal, objects, plan));
  const classes = await storageClassesLike(access, found.defaultStorageClass ?? '', plan);
  const ofCluster = objects.filter(({ metadata }) => metadata.namespace === undefined);
  const own = [ARGOCD, ...ACCOUNT_OBJECTS, ...classes, ...definitions];
  const made = await absentFrom(access, [...ofCluster, ...own]);
  await applyObjects(access, [...ACCOUNT_OBJECTS, ...classes.filter((object) => made.includes(object))]);
  const workers = plan.workers.flatMap((worker, index) => {
    const name = found.workers[index];
    return name === undefined ? [] : [{ ...worker, name }];
  });
  recordCluster(session, {
    plan: { ...plan, workers },
    programs,
    kubeconfig: await writeTokenConfig(session, access),
    owned: false,
  });
  return { cluster: openCluster(session.folder), made };
}

function demandsOf(literal: Literal, objects: readonly KubernetesObject[], plan: ClusterPlan): Demands {
  const { gatewayClassName } = literal.gateway.controller;
  return {
    ownNamespaces: ownNamespaces(literal, objects),
    served: { ...SERVED, [`GatewayClass ${gatewayClassName}`]: 'its controller' },
    workers: plan.workers.length,
  };
}

/** Namespaces of the environments and of Argo CD: a cluster that has one of them is in use. */
export function ownNamespaces(literal: Literal, objects: readonly KubernetesObject[]): readonly string[] {
  const prefixes = literal.environments.map(({ name }) => `${name}-`);
  const names = objects
    .filter(({ kind }) => kind === 'Namespace')
    .map(({ metadata }) => metadata.name)
    .filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
  return [ARGOCD_NAMESPACE, ...new Set(names)];
}

async function writeTokenConfig({ folder }: Session, access: Access): Promise<string> {
  const create = ['create', 'token', ACCOUNT.name, `--namespace=${ACCOUNT.namespace}`];
  const token = (await kubectl(access, [...create, `--duration=${TOKEN_DURATION}`])).trim();
  const [cluster] = mappings(await configOf(access), 'clusters');
  const file = join(folder, 'given.kubeconfig');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ ...cluster, name: 'given' }],
    users: [{ name: 'proofs', user: { token } }],
    contexts: [{ name: 'given', context: { cluster: 'given', user: 'proofs' } }],
    'current-context': 'given',
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}

/** The classes of the literal, made from what the cluster's default one is made from. */
async function storageClassesLike(
  access: Access,
  standard: string,
  { storageClasses }: ClusterPlan,
): Promise<readonly KubernetesObject[]> {
  const model: KubernetesObject = JSON.parse(
    await kubectl(access, ['get', 'storageclass', standard, '--output=json']),
  );
  return storageClasses.map(({ name }) => ({ ...model, metadata: { name } }));
}
