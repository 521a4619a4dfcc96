import { text } from '../../checks/readers/read';
import type { Cluster } from './cluster';

/** The object at this path of the API. @throws Error when there is none */
export async function get({ client }: Pick<Cluster, 'client'>, path: string): Promise<unknown> {
  const { status, body } = await client.send({ path });
  if (status !== 200) throw new Error(`${path}: ${status} ${text(body, 'message')}`);
  return body;
}
