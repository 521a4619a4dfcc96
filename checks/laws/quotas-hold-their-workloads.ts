import type { Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { amountText, exceeds } from '../readers/amounts';
import { amountsOf } from '../readers/container-resources';
import { type Demand, demandsOf } from '../readers/namespace-demand';
import { namespaceOf } from '../readers/namespaces';
import { at, list, mapping } from '../readers/read';
import { shown } from '../readers/show';

/** Short names that a quota may use, and what they stand for. */
const ALIASES: Readonly<Record<string, string>> = {
  cpu: 'requests.cpu',
  memory: 'requests.memory',
  'ephemeral-storage': 'requests.ephemeral-storage',
};

/**
 * A quota holds everything that its namespace renders at its most: autoscalers at their maximum, the surge of an
 * update, memory as far as vertical scaling may raise it, one run of each job. What does not fit is never made, and
 * only an event says so. Quotas for some pods only are passed over.
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export const quotasHoldTheirWorkloads: Law = {
  id: 'quotas-hold-their-workloads',
  *judge(world): Generator<Breach> {
    const quotas = world.ofKind('', 'ResourceQuota').filter(isForEverything);
    const demands = quotas.length === 0 ? new Map<string, readonly Demand[]>() : demandsOf(world);
    for (const manifest of quotas) {
      const inside = demands.get(namespaceOf(manifest)) ?? [];
      for (const message of faultsOf(manifest, inside)) yield { manifest, message };
    }
  },
};

function isForEverything({ object }: Manifest): boolean {
  return list(object, 'spec.scopes').length === 0 && at(object, 'spec.scopeSelector') === undefined;
}

function* faultsOf({ object }: Manifest, demands: readonly Demand[]): Generator<string> {
  const written = mapping(object, 'spec.hard');
  for (const [resource, hard] of Object.entries(amountsOf(object, 'spec.hard'))) {
    const key = ALIASES[resource] ?? resource;
    const of = ({ amounts }: Demand) => amounts[key] ?? 0;
    const needed = demands.reduce((sum, demand) => sum + of(demand), 0);
    if (!exceeds(needed, hard)) continue;
    const largest = demands.reduce((most, demand) => (of(demand) > of(most) ? demand : most));
    yield `\`hard.${resource}\` must hold all that the namespace needs at its most, ${amountText(key, needed)}, got ${shown(written[resource])}; raise it, or lower what is asked for, most of it by ${largest.called} (${amountText(key, of(largest))})`;
  }
}
