import { readDist } from '../../admission/documents';
import type { Report } from '../../control-plane/go-part';
import { applicationsIn } from '../argo-cd/applications';
import { endArgoCd } from '../argo-cd/processes';
import { applyRoot, bootstrap, type PlatformInput, tellHealth } from '../platform';
import { end } from '../session/clean-up';
import { createSession, type Session } from '../session/session';
import { removeMade } from './made';
import { openGiven } from './open';

/**
 * Brings the platform to a cluster that was given, from an Argo CD that runs here, lets `work` use it, and removes all
 * of it again, whatever became of the work.
 *
 * @param kubeconfig file whose current context names the cluster and its administrator
 * @returns what `work` returned
 */
export async function onGiven(
  kubeconfig: string,
  input: PlatformInput,
  work: (session: Session) => Promise<number>,
  report: Report,
): Promise<number> {
  const session = createSession();
  // Ctrl-C reaches the work as well, which ends then; what was made has to be removed all the same.
  const wait = () => undefined;
  process.on('SIGINT', wait);
  try {
    const { cluster, made } = await openGiven(session, kubeconfig, input);
    try {
      await bootstrap(
        cluster,
        input,
        report,
        input.definitions.filter((definition) => made.includes(definition)),
      );
      await applyRoot(cluster, input, report);
      const objects = readDist(input.dist).map(({ object }) => object);
      await tellHealth(cluster, applicationsIn(objects), report);
      return await work(session);
    } finally {
      cluster.client.close();
      await endArgoCd(session);
      report('removing what was made in the cluster');
      await removeMade({ programs: input.programs, kubeconfig }, made);
    }
  } finally {
    process.off('SIGINT', wait);
    await end(session);
  }
}
