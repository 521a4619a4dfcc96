import type { Breach, Law } from '../law';
import { at, mapping, text } from '../readers/read';
import { finds } from '../readers/selectors';
import { shown } from '../readers/show';
import { nodeHostsOf, type VaultNodes, vaultsOf } from '../readers/vault-nodes';
import type { World } from '../world';

/**
 * Of a vault's nodes only one goes at a time, to an eviction as to an update: with half of them gone nobody leads, and
 * nothing is read or written. A vault of one node has no quorum to keep; that its budget stops no drain is up to
 * `budgets-can-be-met`.
 * @see https://openbao.org/docs/internals/integrated-storage/#quorum-size-and-failure-tolerance
 */
export const vaultBudgetsKeepAQuorum: Law = {
  id: 'vault-budgets-keep-a-quorum',
  *judge(world): Generator<Breach> {
    for (const vault of vaultsOf(world)) yield* faultsOf(vault, world);
  },
};

function* faultsOf(vault: VaultNodes, world: World): Generator<Breach> {
  const { pods, manifest } = vault;
  const nodes = nodeHostsOf(vault).length;
  const leaving = at(manifest.object, 'spec.updateStrategy.rollingUpdate.maxUnavailable');
  if (leaving !== undefined && leaving !== 1) {
    const message = `\`updateStrategy.rollingUpdate.maxUnavailable\` must be 1, got ${shown(leaving)}; remove it`;
    yield { manifest, message };
  }
  for (const budget of world.ofKind('policy', 'PodDisruptionBudget')) {
    const { object } = budget;
    const selector = mapping(object, 'spec.selector');
    if (text(object, 'metadata.namespace') !== pods.namespace || !finds(selector, pods)) continue;
    const bound = at(object, 'spec.maxUnavailable');
    if (nodes <= 1 || bound === 1) continue;
    const message = `\`maxUnavailable\` must be 1 for a vault of ${nodes} nodes, got ${shown(bound)}; with more of them gone none can lead`;
    yield { manifest: budget, message };
  }
}
