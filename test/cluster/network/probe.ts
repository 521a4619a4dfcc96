import { type Cluster, kubectl } from '../cluster';

/** What becomes of a TCP connection: `silent` when nothing comes back, `unknown` when the name does not resolve. */
export type Verdict = 'open' | 'refused' | 'silent' | 'unknown' | 'failed';

/**
 * Tries a TCP connection from a running pod of a stand-in image.
 *
 * @param pod `namespace/name`
 * @param address host and port: `iris.production-model-serving.svc:3000`
 */
export async function connectFrom(cluster: Cluster, pod: string, address: string): Promise<Verdict> {
  const [namespace = '', name = ''] = pod.split('/');
  const command = ['exec', `--namespace=${namespace}`, name, '--', '/stand-in', 'connect', address];
  const printed = await kubectl(cluster, command);
  const verdict = VERDICTS.find((word) => printed.startsWith(`${word} `));
  if (verdict === undefined) throw new Error(`${pod} must tell what became of ${address}, got: ${printed}`);
  return verdict;
}

const VERDICTS: readonly Verdict[] = ['open', 'refused', 'silent', 'unknown', 'failed'];
