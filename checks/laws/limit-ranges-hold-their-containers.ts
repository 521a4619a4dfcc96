import type { Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { amountText, exceeds } from '../readers/amounts';
import { claimsOf } from '../readers/claims';
import {
  amountsOf,
  type ContainerResources,
  containerDefaultsOf,
  NONE,
  resourcesOf,
} from '../readers/container-resources';
import { podResourcesOf } from '../readers/demand';
import { namespaceOf } from '../readers/namespaces';
import type { Pods } from '../readers/pods';
import { type Fields, mappings, text } from '../readers/read';
import { push } from '../readers/selectors';
import { calledContainer } from '../readers/show';
import type { World } from '../world';

/** One item of a LimitRange. */
interface Bounds {
  readonly range: string;
  readonly type: string | undefined;
  readonly item: Fields;
}

/**
 * Every container, pod and claim keeps within the LimitRanges of its namespace: the API server refuses the others, and
 * only an event of their workload says so.
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export const limitRangesHoldTheirContainers: Law = {
  id: 'limit-ranges-hold-their-containers',
  *judge(world): Generator<Breach> {
    const bounds = boundsOf(world);
    if (bounds.size === 0) return;
    const defaults = containerDefaultsOf(world);
    for (const pods of world.pods) {
      const own = bounds.get(pods.namespace) ?? [];
      for (const message of podFaults(pods, own, defaults.get(pods.namespace) ?? NONE))
        yield { manifest: pods.manifest, message };
    }
    for (const { manifest, claim, called } of claimsOf(world)) {
      const storage = amountsOf(claim, 'spec.resources.requests');
      for (const one of bounds.get(namespaceOf(manifest)) ?? []) {
        if (one.type !== 'PersistentVolumeClaim') continue;
        const faults = outside(
          one,
          { requests: storage, limits: storage },
          called.replace(/^ of /, '') || 'the claim',
        );
        for (const message of faults) yield { manifest, message };
      }
    }
  },
};

function boundsOf(world: World): ReadonlyMap<string, readonly Bounds[]> {
  const bounds = new Map<string, Bounds[]>();
  for (const manifest of world.ofKind('', 'LimitRange')) {
    for (const item of mappings(manifest.object, 'spec.limits')) {
      push(bounds, namespaceOf(manifest), { range: nameOf(manifest), type: text(item, 'type'), item });
    }
  }
  return bounds;
}

function nameOf({ object }: Manifest): string {
  return `LimitRange '${object.metadata.name}'`;
}

function* podFaults(pods: Pods, bounds: readonly Bounds[], defaults: ContainerResources): Generator<string> {
  for (const one of bounds) {
    if (one.type === 'Pod') yield* outside(one, podResourcesOf(pods, defaults), 'the pod');
    if (one.type !== 'Container') continue;
    for (const list of ['initContainers', 'containers']) {
      for (const container of mappings(pods.spec, list)) {
        yield* outside(one, resourcesOf(container, defaults), calledContainer(container));
      }
    }
  }
}

/** A limit may be no larger than the maximum, a request no smaller than the minimum, and both not too far apart. */
function* outside(
  { range, item }: Bounds,
  { requests, limits }: ContainerResources,
  owner: string,
): Generator<string> {
  for (const [resource, most] of Object.entries(amountsOf(item, 'max'))) {
    const limit = limits[resource] ?? requests[resource] ?? 0;
    if (exceeds(limit, most))
      yield `\`${resource}\` of ${owner} must be at most the \`max\` of ${range}, ${amountText(resource, most)}, got ${amountText(resource, limit)}; lower it or raise the bound`;
  }
  for (const [resource, least] of Object.entries(amountsOf(item, 'min'))) {
    const request = requests[resource] ?? 0;
    if (exceeds(least, request))
      yield `\`${resource}\` of ${owner} must be at least the \`min\` of ${range}, ${amountText(resource, least)}, got ${amountText(resource, request)}; raise it or lower the bound`;
  }
  for (const [resource, ratio] of Object.entries(amountsOf(item, 'maxLimitRequestRatio'))) {
    const [limit, request] = [limits[resource] ?? 0, requests[resource] ?? 0];
    if (exceeds(limit, request * ratio))
      yield `\`${resource}\` of ${owner} must have a limit of at most ${ratio} times its request (${range}), got ${amountText(resource, limit)} to ${amountText(resource, request)}; bring them together`;
  }
}
