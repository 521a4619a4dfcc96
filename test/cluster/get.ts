import { text } from '../../checks/readers/read';
import type { Cluster } from './cluster';
import { until } from './session/until';

/** The object at this path of the API. @throws Error when there is none */
export async function get(cluster: Cluster, path: string): Promise<unknown> {
  const { status, body } = await until(`${path} is answered`, async () => {
    const answer = await cluster.client.send({ path });
    return answer.status === BUSY ? 'the API server is busy' : answer;
  });
  if (status !== 200) throw new Error(`${path}: ${status} ${text(body, 'message')}`);
  return body;
}

/** Status of an API server that asks to come again later, which it does where many ask at once. */
const BUSY = 429;
