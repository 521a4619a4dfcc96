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
  const verdicts = await connectAllFrom(cluster, pod, [address]);
  return verdicts.get(address) ?? 'failed';
}

/**
 * Tries many connections at once from a running pod of a stand-in image; nothing takes longer than one that is silent.
 *
 * @param pod `namespace/name`
 * @param addresses as for one; of an address without a port only the name is looked up, and `open` means that it resolves
 * @returns a verdict for each address
 */
export async function connectAllFrom(
  cluster: Cluster,
  pod: string,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, Verdict>> {
  const [namespace = '', name = ''] = pod.split('/');
  const command = ['exec', `--namespace=${namespace}`, name, '--', '/stand-in', 'connect', ...addresses];
  const printed = await kubectl(cluster, command);
  const lines = printed.split('\n').map((line) => line.split(' '));
  return new Map(
    addresses.map((address) => {
      const word = lines.find(([, told]) => told === address)?.[0];
      const verdict = VERDICTS.find((known) => known === word);
      if (verdict === undefined)
        throw new Error(`${pod} must tell what became of ${address}, got: ${printed}`);
      return [address, verdict];
    }),
  );
}

const VERDICTS: readonly Verdict[] = ['open', 'refused', 'silent', 'unknown', 'failed'];
