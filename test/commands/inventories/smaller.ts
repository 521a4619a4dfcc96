import { inventory as real } from '../../../environments/inventory';
import type { Inventory } from '../../../environments/resolve';

/** The real inventory without its staging environment. */
export const inventory: Inventory = {
  ...real,
  environments: real.environments.filter(({ name }) => name !== 'staging'),
};
