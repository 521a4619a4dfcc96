import type { World } from '../world';
import type { Pods } from './pods';
import { at, mappings, text } from './read';
import { type PodIndex, podIndexOf } from './selectors';
import { serviceSelectorOf } from './service-selector';

const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/**
 * How long a gateway waits for each workload at most, in seconds, by the timeouts of the routes that lead to its
 * pods; a workload without such a route is absent.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutetimeouts
 */
export function requestTimeoutsOf(world: World): ReadonlyMap<Pods, number> {
  const index = podIndexOf(world);
  const longest = new Map<Pods, number>();
  for (const { object } of world.ofKind('gateway.networking.k8s.io', 'HTTPRoute')) {
    const own = object.metadata.namespace ?? 'default';
    for (const rule of mappings(object, 'spec.rules')) {
      const seconds = secondsOf(
        text(rule, 'timeouts.request') ?? text(rule, 'timeouts.backendRequest') ?? '',
      );
      for (const backend of mappings(rule, 'backendRefs')) {
        for (const pods of podsBehind(world, index, text(backend, 'namespace') ?? own, at(backend, 'name'))) {
          longest.set(pods, Math.max(seconds, longest.get(pods) ?? 0));
        }
      }
    }
  }
  return longest;
}

/** The workloads that a Service sends to. */
function podsBehind(world: World, index: PodIndex, namespace: string, name: unknown): readonly Pods[] {
  const service = typeof name === 'string' ? world.find('', 'Service', namespace, name) : undefined;
  const matchLabels = serviceSelectorOf(service?.object);
  return Object.keys(matchLabels).length === 0 ? [] : index.selected(namespace, { matchLabels });
}

/** Seconds of a Gateway API duration (`1m30s`, `500ms`); 0, which means no timeout, where it is none. */
function secondsOf(duration: string): number {
  const parts = [...duration.matchAll(/(\d{1,5})(h|ms|m|s)/g)];
  return parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNITS[unit] ?? 0), 0);
}
