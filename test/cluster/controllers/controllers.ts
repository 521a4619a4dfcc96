import type { Programs } from '../build/programs';
import type { Controller } from './controller';
import { metricsServer } from './metrics-server';

/** What the objects of `dist/` need to become Healthy and do not bring themselves. */
export function controllersOf(programs: Programs): Promise<readonly Controller[]> {
  return Promise.all([metricsServer(programs)]);
}
