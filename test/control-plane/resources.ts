import { setTimeout as sleep } from 'node:timers/promises';
import { mappings, text } from '../../checks/readers/read';
import { groupOf, type KubernetesObject } from '../../synth/manifest';
import type { ApiClient } from './client';

/** Which API an object belongs to. */
export type Type = Pick<KubernetesObject, 'apiVersion' | 'kind'>;

/** Where the API server keeps the objects of one type. */
export interface Resource {
  readonly plural: string;
  readonly namespaced: boolean;
}

/** Key of a type in the answer of `discover`. */
export function typeKey({ apiVersion, kind }: Type): string {
  return `${apiVersion}/${kind}`;
}

/**
 * The resources that the API server serves for these types, by `typeKey`.
 *
 * A type that is just being installed is waited for; one that is still missing after `patience` is left out.
 *
 * @param patience milliseconds
 */
export async function discover(
  client: ApiClient,
  types: readonly Type[],
  patience = 10_000,
): Promise<ReadonlyMap<string, Resource>> {
  const found = new Map<string, Resource>();
  const deadline = Date.now() + patience;
  while (true) {
    const missing = types.filter((type) => !found.has(typeKey(type)));
    for (const apiVersion of new Set(missing.map((type) => type.apiVersion))) {
      for (const [key, resource] of await resourcesOf(client, apiVersion)) found.set(key, resource);
    }
    if (missing.every((type) => found.has(typeKey(type))) || Date.now() > deadline) return found;
    await sleep(100);
  }
}

/** Path of the object's own resource, or of the collection when `name` is left out. */
export function resourcePath(
  { plural, namespaced }: Resource,
  apiVersion: string,
  namespace: string | undefined,
  name?: string,
): string {
  return [
    apiRoot(apiVersion),
    ...(namespaced ? ['namespaces', namespace ?? 'default'] : []),
    plural,
    ...(name === undefined ? [] : [encodeURIComponent(name)]),
  ].join('/');
}

async function resourcesOf(client: ApiClient, apiVersion: string): Promise<[string, Resource][]> {
  const { body } = await client.send({ path: apiRoot(apiVersion) });
  return mappings(body, 'resources').flatMap((entry): [string, Resource][] => {
    const plural = text(entry, 'name') ?? '';
    // `deployments/status` and the like are parts of a resource, listed with its kind too.
    if (plural.includes('/')) return [];
    const key = typeKey({ apiVersion, kind: text(entry, 'kind') ?? '' });
    return [[key, { plural, namespaced: entry['namespaced'] === true }]];
  });
}

function apiRoot(apiVersion: string): string {
  return `/${groupOf({ apiVersion }) === '' ? 'api' : 'apis'}/${apiVersion}`;
}
