import { amountOf } from '../../values/quantity';
import type { World } from '../world';
import { namespaceOf } from './namespaces';
import { type Fields, mapping, mappings, text } from './read';

/** Amounts by resource, in cores and bytes: `cpu`, `memory`, `ephemeral-storage`. */
export type Amounts = Readonly<Record<string, number>>;

/** What a container takes once the defaults of its namespace are filled in. */
export interface ContainerResources {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** Defaults of the LimitRanges of each namespace for containers that say nothing. */
export function containerDefaultsOf(world: World): ReadonlyMap<string, ContainerResources> {
  const defaults = new Map<string, ContainerResources>();
  for (const manifest of world.ofKind('', 'LimitRange')) {
    const namespace = namespaceOf(manifest);
    for (const item of mappings(manifest.object, 'spec.limits')) {
      if (text(item, 'type') !== 'Container') continue;
      const known = defaults.get(namespace) ?? NONE;
      const { requests, limits } = defaultsOf(item);
      defaults.set(namespace, {
        requests: { ...requests, ...known.requests },
        limits: { ...limits, ...known.limits },
      });
    }
  }
  return defaults;
}

/** No amounts at all. */
export const NONE: ContainerResources = { requests: {}, limits: {} };

/**
 * The API server fills the default limit in from the maximum, and the default request from the default limit and then
 * from the minimum.
 */
function defaultsOf(item: Fields): ContainerResources {
  const limits = { ...amountsOf(item, 'max'), ...amountsOf(item, 'default') };
  return { limits, requests: { ...amountsOf(item, 'min'), ...limits, ...amountsOf(item, 'defaultRequest') } };
}

/** Requests and limits of a container; a limit without a request is the request, too. */
export function resourcesOf(container: Fields, defaults: ContainerResources): ContainerResources {
  const limits = amountsOf(container, 'resources.limits');
  return {
    requests: { ...defaults.requests, ...limits, ...amountsOf(container, 'resources.requests') },
    limits: { ...defaults.limits, ...limits },
  };
}

/** The quantities of the mapping at `path`; what is none is passed over. */
export function amountsOf(from: unknown, path: string): Amounts {
  return Object.fromEntries(
    Object.entries(mapping(from, path)).flatMap(([resource, quantity]) => {
      const amount = amountOf(quantity);
      return amount === undefined ? [] : [[resource, amount]];
    }),
  );
}
