import { inventory } from '../environments/inventory';
import type { Inventory } from '../environments/resolve';

/** The real inventory with its production environment enlarged to so many models; each makes some ten objects. */
export function inventoryOf(models: number): Inventory {
  return {
    ...inventory,
    environments: inventory.environments.map((environment) => {
      const serving = environment.modelServing;
      const template = serving?.models[0];
      if (environment.name !== 'production' || serving === undefined || template === undefined)
        return environment;
      return {
        ...environment,
        modelServing: {
          quota: { pods: 10_000, requestsCpu: '9000', requestsMemory: '90Ti', limitsMemory: '90Ti' },
          models: [
            ...serving.models,
            ...Array.from({ length: models }, (_, index) => ({ ...template, name: `model-${index}` })),
          ],
        },
      };
    }),
  };
}
