import { strings, text } from '../../../checks/readers/read';
import type { KubernetesObject } from '../../../synth/manifest';
import { discover, type Resource, resourcePath, typeKey } from '../../control-plane/resources';
import type { Cluster } from '../cluster';

/** Names an object. */
export type ObjectReference = Pick<KubernetesObject, 'apiVersion' | 'kind' | 'metadata'>;

/** The API server's resources do not change while a proof runs. */
const resources = new Map<string, Resource>();

/** Where the API server keeps the object. @throws Error when it serves no such type */
export async function pathOf({ client }: Cluster, object: ObjectReference): Promise<string> {
  const key = typeKey(object);
  const known = resources.get(key) ?? (await discover(client, [object])).get(key);
  if (known === undefined) throw new Error(`the API server must serve ${key}`);
  resources.set(key, known);
  return resourcePath(known, object.apiVersion, object.metadata.namespace, object.metadata.name);
}

/** The object as it is in the cluster now, or undefined. @throws Error when that cannot be told */
export async function live(cluster: Cluster, object: ObjectReference): Promise<unknown> {
  const path = await pathOf(cluster, object);
  const { status, body } = await cluster.client.send({ path });
  if (status === 404) return undefined;
  if (status !== 200) throw new Error(`${path}: ${status} ${text(body, 'message') ?? String(body)}`);
  return body;
}

/** Changes fields of an object as a person does with `kubectl edit`, and returns it as it then is. */
export function patchByHand(cluster: Cluster, object: ObjectReference, patch: object): Promise<unknown> {
  return send(cluster, object, 'PATCH', JSON.stringify(patch));
}

/** Deletes an object as a person does. */
export async function deleteByHand(cluster: Cluster, object: ObjectReference): Promise<void> {
  await send(cluster, object, 'DELETE');
}

/** The unique id of the object in the cluster: another one means that it was made anew. Empty when it is not there. */
export async function uidOf(cluster: Cluster, object: ObjectReference): Promise<string> {
  return strings(await live(cluster, object), 'metadata')['uid'] ?? '';
}

async function send(
  cluster: Cluster,
  object: ObjectReference,
  method: 'PATCH' | 'DELETE',
  body = '{}',
): Promise<unknown> {
  const path = `${await pathOf(cluster, object)}?fieldManager=by-hand`;
  const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const answer = await cluster.client.send({ method, path, contentType, body });
  if (answer.status > 299) throw new Error(`${method} ${path}: ${text(answer.body, 'message')}`);
  return answer.body;
}
