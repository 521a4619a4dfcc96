import type { Environment } from '../../../environments/environment';
import { clusterLiteral } from '../ground';

/** Environments that are never frozen, in the order of the inventory. */
export const openEnvironments = clusterLiteral.environments.filter(({ freezes }) => freezes.length === 0);

/** Environments with times without automatic deployments. */
export const frozenEnvironments = clusterLiteral.environments.filter(({ freezes }) => freezes.length > 0);

/** Where proofs break things: the never frozen environment that is most like the frozen ones. */
export const openEnvironment: Environment = lastOf(openEnvironments);

function lastOf(environments: readonly Environment[]): Environment {
  const last = environments.at(-1);
  if (last === undefined) throw new Error('the inventory must have an environment without freezes');
  return last;
}
