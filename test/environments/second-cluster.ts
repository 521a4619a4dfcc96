import { inventory } from '../../environments/inventory';
import type { Inventory } from '../../environments/resolve';
import { changed } from './change';

/** The real inventory with a second cluster, on three hosts, that hosts nothing yet. */
export const withSecondCluster: Inventory = {
  clusters: [...inventory.clusters, ...secondOf(inventory)],
  environments: inventory.environments,
};

/** The same with staging moved to it: one key. */
export const withStagingMoved: Inventory = changed('staging.cluster', 'second', withSecondCluster);

function secondOf({ clusters }: Inventory): Inventory['clusters'] {
  return clusters.map((cluster) => ({
    ...cluster,
    name: 'second',
    platformEnvironment: 'staging',
    virtualIp: '10.20.0.9',
    nodes: cluster.nodes.map((node, index) => ({ ...node, host: `xeon-${index % 3}` })),
    balancers: cluster.balancers.map((machine, index) => ({ ...machine, host: `xeon-${index}` })),
  }));
}
