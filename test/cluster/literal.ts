import type { Cluster as ClusterLiteral } from '../../environments/environment';
import { inventory } from '../../environments/inventory';
import { resolveInventory } from '../../environments/resolve';

/** Applications that are left out of the tree under test and have a namespace in each environment. */
const IN_NAMESPACES = ['keycloak', 'vault'] as const;

/** The literal of the inventory, as far as its tree is under test: see sources/workload-tree.ts. */
export function literalUnderTest(): ClusterLiteral {
  const [literal] = resolveInventory(inventory);
  if (literal === undefined) throw new Error('environments/inventory.ts must have a cluster');
  return withoutIdentityEdges(literal);
}

/** The literal without the ways to, from and within what is left out: their policies are not all there. */
function withoutIdentityEdges(literal: ClusterLiteral): ClusterLiteral {
  const left = literal.environments.flatMap(({ name }) => IN_NAMESPACES.map((one) => `${name}-${one}`));
  const kept = ({ client, server }: ClusterLiteral['operatorEdges'][number]) =>
    !left.includes(client.namespace) && !left.includes(server.namespace);
  return {
    ...literal,
    gateway: { ...literal.gateway, edges: literal.gateway.edges.filter(kept) },
    operatorEdges: literal.operatorEdges.filter(kept),
    environments: literal.environments.map((environment) => ({
      ...environment,
      edges: environment.edges.filter(kept),
    })),
  };
}
