import { existsSync, rmSync } from 'node:fs';
import { cgroupExists, cgroupsNamed, isOccupied, processesIn, removeCgroup } from './cgroups';
import { run } from './command';
import { killDaemonsBelow } from './daemon';
import { holdersOf, isAlive, PREFIX, type Session, sessions } from './session';
import { until } from './until';

/** Removes what sessions left behind that ended without doing so themselves: killed, or out of memory. */
export async function cleanUpDead(): Promise<readonly Session[]> {
  const dead = sessions().filter((session) => !Object.values(holdersOf(session)).some(isAlive));
  for (const session of dead) await remove(session);
  await removeLostCgroups();
  return dead;
}

/** Ends every session and removes all that it made. */
export async function cleanUp(): Promise<readonly Session[]> {
  const all = sessions();
  for (const session of all) await end(session);
  await removeLostCgroups();
  return all;
}

/**
 * Cgroups of sessions whose folder was removed by others; one that still runs is never without a process. One that is
 * ending just now, in a folder that this process does not look into, is without one too, and is removed from two sides.
 */
async function removeLostCgroups(): Promise<void> {
  const lost = cgroupsNamed(PREFIX).filter((name) => !isOccupied(name));
  for (const name of lost) await until(`the cgroup ${name} is gone`, async () => isRemoved(name));
}

/** Processes end one by one after their namespace, so a cgroup may be busy for a moment. */
function isRemoved(name: string): true | string {
  try {
    removeCgroup(name);
  } catch (error) {
    return String(error);
  }
  return !cgroupExists(name) || 'it is still there';
}

/** Ends the session, if it runs, and removes all that it made. */
export async function end(session: Session): Promise<void> {
  // Who started it would remove it too, unless it is this very process.
  const others = Object.values(holdersOf(session)).filter(
    (holder) => holder.pid !== process.pid && isAlive(holder),
  );
  // Without a cgroup it is at work on a cluster that was given, and has to remove from it what it made.
  if (!cgroupExists(session.name)) {
    for (const { pid } of others) process.kill(pid, 'SIGTERM');
    await until(`${session.name} has ended`, async () => !others.some(isAlive) || undefined, {
      seconds: 900,
    });
    if (!existsSync(session.folder)) return;
  }
  for (const { pid } of others.filter(isAlive)) process.kill(pid, 'SIGKILL');
  await remove(session);
}

async function remove({ name, folder }: Session): Promise<void> {
  await killDaemonsBelow(folder);
  await until(`no process is left in the cgroup ${name}`, async () => {
    // Nothing else is ever put into a session's cgroup.
    for (const pid of processesIn(name)) killIfThere(pid);
    return isRemoved(name);
  });
  // The repo server takes the right to read from its own folders; root needs none.
  if (process.getuid?.() !== 0) await run('chmod', ['-R', 'u+rwX', folder]);
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/** Kills a process that may have ended by itself. */
export function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended in between.
  }
}
