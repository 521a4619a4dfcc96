import { isMapping, mappings, text } from '../../../checks/readers/read';
import type { KubernetesObject } from '../../../synth/manifest';
import { type Cluster, FIELD_MANAGER, kubectl } from '../cluster';

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
  for (const name of await applicationsIn(access)) {
    await kubectl(access, ['patch', ...APPLICATIONS, name, '--type=merge', `--patch=${release}`]);
  }
  const own = (await namespacesOfProofs(access)).map(
    (name): KubernetesObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
  );
  await kubectl(access, ['delete', '--ignore-not-found', '--filename=-'], listOf([...own, ...made]));
}

/** Namespaces that proofs made for themselves, which one that was ended may have left. */
async function namespacesOfProofs(access: Access): Promise<readonly string[]> {
  const show = ['get', 'namespaces', '--show-managed-fields', '--output=json'];
  return mappings(JSON.parse(await kubectl(access, show)), 'items')
    .filter((found) =>
      mappings(found, 'metadata.managedFields').some((field) => text(field, 'manager') === FIELD_MANAGER),
    )
    .map((found) => text(found, 'metadata.name') ?? '');
}

const APPLICATIONS = ['applications.argoproj.io', '--namespace=argocd'];

async function applicationsIn(access: Access): Promise<readonly string[]> {
  const found = await kubectl(access, ['get', ...APPLICATIONS, '--output=json']).catch((error: unknown) => {
    // The run ended before the kind was there.
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
