import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDist } from '../../admission/documents';
import type { Report } from '../../control-plane/go-part';
import { applicationsIn } from '../argo-cd/applications';
import { endArgoCd } from '../argo-cd/processes';
import { type Cluster, kubectl } from '../cluster';
import { applyRoot, bootstrap, type PlatformInput, tellHealth } from '../platform';
import { end } from '../session/clean-up';
import { createSession, type Session } from '../session/session';
import { currentContext } from './look';
import { removeMade } from './made';
import { type Looked, lookGiven, openGiven } from './open';

/** What ends a run early; what was made has to be removed all the same. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Brings the platform to a cluster that was given, from an Argo CD that runs here, lets `work` use it, and removes all
 * of it again, whatever became of the work.
 *
 * @param kubeconfig as KUBECONFIG has it: its current context names the cluster and its administrator
 * @returns what `work` returned
 */
export async function onGiven(
  kubeconfig: string,
  input: PlatformInput,
  work: (session: Session) => Promise<number>,
  report: Report,
): Promise<number> {
  const session = createSession();
  const { signalled, forget } = awaitSignal();
  try {
    // Somebody may turn to another context meanwhile: what is made and removed is of this one.
    const file = join(session.folder, 'owner.kubeconfig');
    writeFileSync(file, await currentContext(input.programs, kubeconfig), { mode: 0o600 });
    const looked = await lookGiven(session, { programs: input.programs, kubeconfig: file }, input);
    try {
      const opened = await openGiven(session, looked, input);
      return await Promise.race([workOn(opened, looked, input, work, report), signalled]);
    } finally {
      await endArgoCd(session);
      report('removing what was made in the cluster');
      await kubectl(looked.access, ['uncordon', ...looked.workers]);
      await removeMade(looked.access, looked.made);
    }
  } finally {
    await end(session);
    forget();
  }
}

/** Fails at the first signal; those after it change nothing, since what was made is being removed. */
function awaitSignal(): { readonly signalled: Promise<never>; readonly forget: () => void } {
  let fail: (error: Error) => void = () => undefined;
  const signalled = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Nobody may wait for it yet.
  signalled.catch(() => undefined);
  const onSignal = (signal: string) => fail(new Error(`ended by ${signal}; what was made has been removed`));
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const forget = () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  return { signalled, forget };
}

async function workOn(
  cluster: Cluster,
  { made }: Looked,
  input: PlatformInput,
  work: (session: Session) => Promise<number>,
  report: Report,
): Promise<number> {
  const absent = input.definitions.filter((definition) => made.includes(definition));
  try {
    await bootstrap(cluster, input, report, absent);
    await applyRoot(cluster, input, report);
    const objects = readDist(input.dist).map(({ object }) => object);
    await tellHealth(cluster, input.subject, applicationsIn(objects), report);
    return await work(cluster.session);
  } finally {
    cluster.client.close();
  }
}
