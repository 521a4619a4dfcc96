import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mappings, text } from '../../../checks/readers/read';
import type { Cluster as Literal } from '../../../environments/environment';
import { ARGOCD_NAMESPACE } from '../../../environments/operators';
import { groupOf, type KubernetesObject } from '../../../synth/manifest';
import { readDist } from '../../admission/documents';
import { applyObjects, type Cluster, kubectl, openCluster, recordCluster } from '../cluster';
import { type ClusterPlan, planOf } from '../nodes/plan';
import type { PlatformInput } from '../platform';
import type { Session } from '../session/session';
import { lastObjects } from '../sources/last-tree';
import { type Demands, demandGiven } from './demands';
import { lookAt } from './look';
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

/** What brings the metrics that `dist/` counts on. */
const SERVED: Demands['served'] = { 'v1beta1.metrics.k8s.io': 'metrics-server' };

/** What was found in a given cluster, and what has to be removed from it in the end. */
export interface Looked {
  readonly access: Access;
  readonly workers: readonly string[];
  readonly classes: readonly KubernetesObject[];
  /** What was not there before, whether it is made already or not. */
  readonly made: readonly KubernetesObject[];
}

/**
 * Looks whether a cluster will do for proofs that change and break what they make in it, and changes nothing.
 *
 * @param access as its administrator
 * @throws Error with everything that the cluster lacks, or that is in use in it
 */
export async function lookGiven(session: Session, access: Access, input: PlatformInput): Promise<Looked> {
  const { literal, dist, definitions } = input;
  const found = await lookAt(access);
  const plan = planOf(literal);
  const objects = [...readDist(dist).map(({ object }) => object), ...(await lastObjects(session, dist))];
  const own = [
    ARGOCD,
    ...namespacesOf(literal),
    ...objects.filter((object) => object.metadata.namespace === undefined && !isDefined(object, definitions)),
  ];
  const absent = await absentFrom(access, own);
  const taken = own.filter((object) => !absent.includes(object));
  demandGiven(found, {
    taken: [...new Set(taken.map(({ kind, metadata }) => `${kind} ${metadata.name}`))],
    served: { ...SERVED, [`GatewayClass ${literal.gateway.controller.gatewayClassName}`]: 'its controller' },
    workers: plan.workers.length,
  });
  const classes = await storageClassesLike(access, found.defaultStorageClass ?? '', plan);
  const kinds = await absentFrom(access, [...classes, ...definitions]);
  return {
    access,
    workers: found.workers,
    classes: classes.filter((object) => kinds.includes(object)),
    made: [...own, ...kinds, ...ACCOUNT_OBJECTS],
  };
}

/** Opens a cluster that was looked at. */
export async function openGiven(
  session: Session,
  { access, workers: names, classes }: Looked,
  { literal, programs }: PlatformInput,
): Promise<Cluster> {
  await applyObjects(access, [...ACCOUNT_OBJECTS, ...classes]);
  const plan = planOf(literal);
  const workers = plan.workers.map((worker, index) => ({ ...worker, name: names[index] ?? worker.name }));
  const kubeconfig = await writeTokenConfig(session, access);
  recordCluster(session, { plan: { ...plan, workers }, programs, kubeconfig, owned: false });
  return openCluster(session.folder);
}

/** An object of a kind that the run brings goes with its definition. */
function isDefined(object: KubernetesObject, definitions: readonly KubernetesObject[]): boolean {
  return definitions.some((definition) => text(definition, 'spec.group') === groupOf(object));
}

function namespacesOf({ bootstrapSecrets }: Literal): readonly KubernetesObject[] {
  return bootstrapSecrets.map(({ namespace }) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace },
  }));
}

async function writeTokenConfig({ folder }: Session, access: Access): Promise<string> {
  const create = ['create', 'token', ACCOUNT.name, `--namespace=${ACCOUNT.namespace}`];
  const token = (await kubectl(access, [...create, `--duration=${TOKEN_DURATION}`])).trim();
  const [cluster] = mappings(JSON.parse(readFileSync(access.kubeconfig, 'utf8')), 'clusters');
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
  // Volumes must not outlive what the proofs make.
  return storageClasses.map(({ name }) => ({ ...model, metadata: { name }, reclaimPolicy: 'Delete' }));
}
