import { isMapping, mappings, text } from '../../../checks/readers/read';
import { ARGOCD_NAMESPACE } from '../../../environments/operators';
import type { KubernetesObject } from '../../../synth/manifest';
import { type Cluster, kubectl, MADE_BY_PROOFS } from '../cluster';

type Access = Pick<Cluster, 'programs' | 'kubeconfig'>;

/** Those of the objects that a cluster does not have: what a run may make, and has to remove. */
export async function absentFrom(
  access: Access,
  objects: readonly KubernetesObject[],
): Promise<readonly KubernetesObject[]> {
  const command = ['get', '--ignore-not-found', '--output=json', '--filename=-'];
  const printed = await kubectl(access, command, listOf(objects));
  const found: unknown = printed === '' ? {} : JSON.parse(printed);
  const there = new Set(
    (isMapping(found) && 'items' in found ? mappings(found, 'items') : [found]).map(keyOf),
  );
  return objects.filter((object) => !there.has(keyOf(object)));
}

/**
 * Removes objects that a run made, and waits until they are gone.
 *
 * @param access as who the cluster was given to: the proofs' own account is among the objects
 */
export async function removeMade(access: Access, made: readonly KubernetesObject[]): Promise<void> {
  // Argo CD, which would honour their finalizers, has ended.
  const release = '{"metadata":{"finalizers":null}}';
  for (const kind of ['applications.argoproj.io', 'appprojects.argoproj.io']) {
    for (const name of await namesOf(access, kind)) {
      await kubectl(access, ['patch', kind, name, ARGOCD, '--type=merge', `--patch=${release}`]);
    }
  }
  const own = (await namespacesOfProofs(access)).map(
    (name): KubernetesObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
  );
  await kubectl(access, ['delete', '--ignore-not-found', '--filename=-'], listOf([...own, ...made]));
}

/** Namespaces that proofs made for themselves, which one that was ended may have left. */
async function namespacesOfProofs(access: Access): Promise<readonly string[]> {
  const command = ['get', 'namespaces', `--selector=${MADE_BY_PROOFS}`, '--output=json'];
  const found: unknown = JSON.parse(await kubectl(access, command));
  return mappings(found, 'items').map((namespace) => text(namespace, 'metadata.name') ?? '');
}

const ARGOCD = `--namespace=${ARGOCD_NAMESPACE}`;

/** Names of Argo CD's objects of a kind; none where the run ended before the kind was there. */
async function namesOf(access: Access, kind: string): Promise<readonly string[]> {
  const found = await kubectl(access, ['get', kind, ARGOCD, '--output=json']).catch((error: unknown) => {
    if (String(error).includes("doesn't have a resource type")) return '{}';
    throw error;
  });
  return mappings(JSON.parse(found), 'items').map((object) => text(object, 'metadata.name') ?? '');
}

function keyOf(object: unknown): string {
  return ['kind', 'metadata.namespace', 'metadata.name'].map((path) => text(object, path) ?? '').join('/');
}

function listOf(items: readonly KubernetesObject[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}
