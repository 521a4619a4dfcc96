import { type Inventory, resolveInventory } from '../../environments/resolve';
import { FaultsError, formatFault } from '../../values/fault';

/** The lines of the error that an inventory gives; none when it is sound. Whatever else is thrown is a defect. */
export function faultsOf(inventory: Inventory): readonly string[] {
  try {
    resolveInventory(inventory);
    return [];
  } catch (error) {
    if (error instanceof FaultsError) return error.faults.map(formatFault);
    throw error;
  }
}
