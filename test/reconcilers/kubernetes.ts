import { text } from '../../checks/readers/read';
import { buildControlPlane } from '../control-plane/build';
import type { ApiClient } from '../control-plane/client';
import { type ControlPlane, startControlPlane } from '../control-plane/control-plane';

/** An API server that the real programs ask. */
export async function startKubernetes(): Promise<ControlPlane> {
  const programs = await buildControlPlane((line) => void process.stdout.write(`${line}\n`));
  return startControlPlane(programs);
}

/** Creates an object. @throws Error when it is refused */
export async function create(client: ApiClient, path: string, body: object): Promise<unknown> {
  const answer = await client.send({ method: 'POST', path, body: JSON.stringify(body) });
  if (answer.status < 300 || answer.status === 409) return answer.body;
  throw new Error(`POST ${path} must be admitted, got ${answer.status} ${JSON.stringify(answer.body)}`);
}

export async function createNamespace(client: ApiClient, name: string): Promise<void> {
  await create(client, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}

/**
 * A ServiceAccount and a token of it, as the kubelet projects one.
 * @param audience default: the API server
 */
export async function tokenOf(
  client: ApiClient,
  namespace: string,
  name: string,
  audience?: string,
): Promise<string> {
  const folder = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  await create(client, folder, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } });
  const spec = audience === undefined ? {} : { audiences: [audience] };
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec };
  const token = text(await create(client, `${folder}/${name}/token`, request), 'status.token');
  if (token === undefined) throw new Error(`${namespace}/${name} must get a token`);
  return token;
}
