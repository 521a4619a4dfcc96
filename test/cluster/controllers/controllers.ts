import type { Cluster as ClusterLiteral } from '../../../environments/environment';
import type { KubernetesObject } from '../../../synth/manifest';
import type { Programs } from '../build/programs';
import type { Controller } from './controller';
import { keda } from './keda';
import { metricsServer } from './metrics-server';
import { prometheus } from './prometheus';
import { traefik } from './traefik';

/**
 * What the objects of `dist/` need to become Healthy and do not bring themselves.
 *
 * @param objects all of `dist/`
 */
export function controllersOf(
  literal: ClusterLiteral,
  objects: readonly KubernetesObject[],
  programs: Programs,
): Promise<readonly Controller[]> {
  return Promise.all([
    metricsServer(programs),
    keda(programs),
    traefik(literal, programs),
    prometheus(objects, programs),
  ]);
}
