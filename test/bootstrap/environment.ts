import { renderCluster } from '../../app';
import type { Step } from '../../bootstrap/step';
import { stepsOf } from '../../bootstrap/steps';
import { inventory } from '../../environments/inventory';
import { type Inventory, resolveInventory } from '../../environments/resolve';

/** The steps to an environment of an inventory. @throws Error when it has none of that name */
export function stepsTo(name: string, of: Inventory = inventory): readonly Step[] {
  for (const cluster of resolveInventory(of)) {
    const environment = cluster.environments.find((one) => one.name === name);
    if (environment !== undefined)
      return stepsOf(cluster, environment, renderCluster(cluster).world.manifests);
  }
  throw new Error(`there must be an environment ${name}`);
}
