import { argocd } from './argocd';
import type { Breach } from './breach';
import { jobs } from './jobs';
import { keycloak } from './keycloak';
import { network } from './network';
import { pods } from './pods';
import { quotas } from './quotas';
import { references } from './references';
import { routes } from './routes';
import { scaling } from './scaling';
import { secrets } from './secrets';
import { security } from './security';
import { vault } from './vault';

/** Every breach, by subject. */
export const breaches: Readonly<Record<string, readonly Breach[]>> = {
  argocd,
  jobs,
  keycloak,
  network,
  pods,
  quotas,
  references,
  routes,
  scaling,
  secrets,
  security,
  vault,
};
