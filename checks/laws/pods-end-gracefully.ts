import type { Law } from '../law';
import { type Pods, runningContainersOf } from '../readers/pods';
import { at, type Fields, isMapping, list, mappings, number } from '../readers/read';
import { requestTimeoutsOf } from '../readers/request-timeouts';
import { calledContainer, shown } from '../readers/show';

/** What the kubelet gives a pod that says nothing, in seconds. */
const DEFAULT_GRACE = 30;

/**
 * A serving pod goes without losing a request: every main container waits before it stops, until no proxy sends it
 * any more, and the grace period is longer than that wait and the longest request that a route allows.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 */
export const podsEndGracefully: Law = {
  id: 'pods-end-gracefully',
  *judge(world) {
    const timeouts = requestTimeoutsOf(world);
    for (const pods of world.pods) {
      if (!pods.serves) continue;
      for (const container of mappings(pods.spec, 'containers')) {
        if (isMapping(at(container, 'lifecycle.preStop'))) continue;
        const message = `\`lifecycle.preStop\` of ${calledContainer(container)} must wait until no proxy sends requests any more, got nothing; use \`sleep: {seconds: 15}\``;
        yield { manifest: pods.manifest, message };
      }
      const message = graceFault(pods, timeouts.get(pods) ?? 0);
      if (message !== undefined) yield { manifest: pods.manifest, message };
    }
  },
};

function graceFault(pods: Pods, request: number): string | undefined {
  const grace = number(pods.spec, 'terminationGracePeriodSeconds') ?? DEFAULT_GRACE;
  const wait = Math.max(0, ...runningContainersOf(pods).map(waitOf));
  if (grace > wait + request) return undefined;
  const requests = request === 0 ? '' : ` and ${request} of the longest request`;
  const got = shown(pods.spec['terminationGracePeriodSeconds']);
  return `\`terminationGracePeriodSeconds\` must be more than the ${wait} seconds of \`preStop\`${requests}, got ${got}`;
}

/** Seconds that a container sleeps before it is told to stop; 0 where it does something else. */
function waitOf(container: Fields): number {
  const seconds = number(container, 'lifecycle.preStop.sleep.seconds');
  if (seconds !== undefined) return seconds;
  const command = list(container, 'lifecycle.preStop.exec.command').join(' ');
  return Number(/\bsleep\s+(\d+(?:\.\d+)?)/.exec(command)?.[1] ?? 0);
}
