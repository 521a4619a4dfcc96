import { at, strings } from '../../checks/readers/read';
import type { KubernetesObject } from '../../synth/manifest';
import type { ApiAnswer, ApiClient } from '../control-plane/client';
import { type Resource, resourcePath } from '../control-plane/resources';
import { apply, faultsOf } from './apply';

/** Who stands in for bootstrap and for the controllers that do not run here. */
const HARNESS = 'admission-harness';

const NAMESPACE: Resource = { plural: 'namespaces', namespaced: false };
const SERVICE_ACCOUNT: Resource = { plural: 'serviceaccounts', namespaced: true };

/** Namespaces that objects live in and that none of them renders, sorted. */
export function namespacesNotRendered(objects: readonly KubernetesObject[]): string[] {
  const rendered = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  const used = objects.flatMap(({ metadata }) => metadata.namespace ?? []);
  return [...new Set(used)].filter((name) => !rendered.includes(name)).sort();
}

/** Makes a namespace, as a person does before the first sync. */
export function makeNamespace(client: ApiClient, name: string): Promise<void> {
  return make(client, NAMESPACE, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}

/** Makes the service account `default`, which the controller manager puts into every namespace. */
export function makeDefaultServiceAccount(client: ApiClient, namespace: string): Promise<void> {
  const metadata = { name: 'default', namespace };
  return make(client, SERVICE_ACCOUNT, { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
}

/**
 * Gives an object the status that its controller would give it first.
 *
 * - The API server enforces a quota only when its status says what is used; nothing is.
 * - A status that comes from a definition's defaults (a Gateway's conditions) is shown but not kept until
 *   somebody writes a status; without that the second apply would keep it and so change the version.
 */
export async function giveStatus(
  client: ApiClient,
  resource: Resource,
  { apiVersion, kind, metadata }: KubernetesObject,
  live: unknown,
): Promise<ApiAnswer | undefined> {
  if (at(live, 'status') === undefined) return undefined;
  const path = resourcePath(resource, apiVersion, metadata.namespace, metadata.name);
  return client.send({
    method: 'PATCH',
    path: `${path}/status?fieldManager=${HARNESS}`,
    contentType: 'application/merge-patch+json',
    body: JSON.stringify(kind === 'ResourceQuota' ? { status: unused(live) } : {}),
  });
}

function unused(quota: unknown): object {
  const hard = strings(quota, 'spec.hard');
  return { hard, used: Object.fromEntries(Object.keys(hard).map((name) => [name, '0'])) };
}

async function make(client: ApiClient, resource: Resource, object: KubernetesObject): Promise<void> {
  const answer = await apply(client, resource, object, JSON.stringify(object), { fieldManager: HARNESS });
  const faults = faultsOf('apply', answer);
  if (faults.length > 0) throw new Error(`${object.kind} ${object.metadata.name}: ${faults.join('; ')}`);
}
