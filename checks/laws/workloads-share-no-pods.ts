import { describe } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { shownSelector } from '../readers/labels';
import type { Pods } from '../readers/pods';
import { at, isMapping } from '../readers/read';
import { PodIndex } from '../readers/selectors';

/**
 * The selector of a workload finds its own pods and nobody else's: budgets, autoscalers and spread count what the
 * selector finds, so a shared one makes each of them count the neighbour's pods. A selector that misses its own pods is
 * up to `selectors-match-their-pods`.
 */
export const workloadsShareNoPods: Law = {
  id: 'workloads-share-no-pods',
  *judge(world): Generator<Breach> {
    const all = world.pods.filter(({ wantedLabels }) => wantedLabels === undefined);
    const index = new PodIndex(all);
    const told = new Map<Pods, Set<Pods>>();
    for (const pods of all) {
      const selector = at(pods.manifest.object, 'spec.selector');
      if (!isMapping(selector) || Object.keys(selector).length === 0) continue;
      const other = index
        .selected(pods.namespace, selector)
        .find((one) => one !== pods && !told.get(one)?.has(pods));
      if (other === undefined) continue;
      told.set(pods, (told.get(pods) ?? new Set()).add(other));
      yield { manifest: pods.manifest, message: messageOf(selector, other) };
    }
  },
};

function messageOf(selector: unknown, { manifest }: Pods): string {
  return `\`spec.selector\` must match no pods but its own, got ${shownSelector(selector)}, which matches those of ${describe(manifest)} too; give each workload a label of its own`;
}
