import type { Breach, Law } from '../law';
import { edgesOf } from '../readers/edges';
import { namespaceOf } from '../readers/namespaces';
import { covers, policiesOf, rulesOf } from '../readers/policies';
import { isMapping } from '../readers/read';
import { finds, selects } from '../readers/selectors';
import { VAULT_CLUSTER_PORT, type VaultNodes, vaultsOf } from '../readers/vault-nodes';
import type { World } from '../world';

const PORT = { protocol: 'TCP', first: VAULT_CLUSTER_PORT, last: VAULT_CLUSTER_PORT };

/** The port by which a vault's nodes agree is open to its own nodes alone: whoever speaks there is one of them. */
export const vaultClusterPortsAreShut: Law = {
  id: 'vault-cluster-ports-are-shut',
  *judge(world): Generator<Breach> {
    for (const vault of vaultsOf(world)) yield* faultsOf(vault, world);
  },
};

function* faultsOf({ pods }: VaultNodes, world: World): Generator<Breach> {
  const rules = policiesOf(world)
    .filter((policy) => namespaceOf(policy) === pods.namespace)
    .flatMap(rulesOf)
    .filter(({ direction, podSelector }) => direction === 'ingress' && finds(podSelector, pods))
    .filter(({ ports }) => ports.length === 0 || ports.some((port) => covers(port, PORT)));
  for (const { manifest, field, peers } of rules) {
    const selected = edgesOf(world).openings.filter(
      (opening) => opening.rule.manifest === manifest && opening.rule.field === field,
    );
    const strangers =
      peers.length === 0 ||
      peers.some((peer) => isMapping(peer['ipBlock'])) ||
      selected.some(({ others }) =>
        others.some(
          (other) =>
            other.namespace !== pods.namespace || !selects({ matchLabels: pods.labels }, other.labels),
        ),
      );
    if (!strangers) continue;
    const message = `\`${field}\` must open port ${VAULT_CLUSTER_PORT} to the vault's own nodes alone, got others; leave the port to a rule of its own`;
    yield { manifest, message };
  }
}
