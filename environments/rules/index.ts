import { clusterRules } from './cluster-rules';
import { environmentRules } from './environment-rules';
import { inventoryRules } from './inventory-rules';
import { keycloakRules } from './keycloak-rules';
import type { Rule } from './rule';
import { signInRules } from './sign-in-rules';
import { vaultRules } from './vault-rules';

/** Every rule; a new one is added to the list of what it speaks of. */
export const rules: readonly Rule[] = [
  ...clusterRules,
  ...environmentRules,
  ...inventoryRules,
  ...keycloakRules,
  ...signInRules,
  ...vaultRules,
];
