import type { Breach } from './breach';
import { jobs } from './jobs';
import { pods } from './pods';
import { references } from './references';
import { routes } from './routes';
import { scaling } from './scaling';
import { secrets } from './secrets';
import { security } from './security';

/** Every breach, by subject. */
export const breaches: Readonly<Record<string, readonly Breach[]>> = {
  jobs,
  pods,
  references,
  routes,
  scaling,
  secrets,
  security,
};
