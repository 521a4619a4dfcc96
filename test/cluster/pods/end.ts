import { type Cluster, kubectl } from '../cluster';

/** What a command returns that its container took with it. */
const KILLED = /exit code 137$/;

/** Tells the first process of a stand-in's container to end, as the kubelet would. @throws Error when it was not told */
export async function endContainer(
  cluster: Cluster,
  namespace: string,
  pod: string,
  container: string,
): Promise<void> {
  const command = ['exec', `--namespace=${namespace}`, pod, `--container=${container}`];
  await kubectl(cluster, [...command, '--', '/stand-in', 'end']).catch((error) => {
    if (!KILLED.test(error.message)) throw error;
  });
}
