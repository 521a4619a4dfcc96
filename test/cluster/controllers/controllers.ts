import type { Cluster as ClusterLiteral } from '../../../environments/environment';
import type { Programs } from '../build/programs';
import type { Controller } from './controller';
import { metricsServer } from './metrics-server';
import { traefik } from './traefik';

/**
 * What the objects of `dist/` need to become Healthy and do not bring themselves. Without KEDA, whose scalers alone
 * take more than ten minutes of processor time to build: `EXCEPTIONS` in argo-cd/settings.ts says what that leaves open.
 *
 * @param gateway namespace of the gateway's controller
 */
export function controllersOf(
  literal: ClusterLiteral,
  programs: Programs,
  gateway: string,
): Promise<readonly Controller[]> {
  return Promise.all([metricsServer(programs), traefik(literal, programs, gateway)]);
}
