import type { Cluster as ClusterLiteral } from '../../environments/environment';
import { inventory } from '../../environments/inventory';
import { resolveInventory } from '../../environments/resolve';
import { readDist } from '../admission/documents';
import { type Cluster, openCluster } from './cluster';
import { SESSION_VARIABLE } from './session/session';

/** The folder with the rendered tree under test. */
export const DIST = process.env['DIST'] ?? 'dist';

/** Every object of `dist/`. */
export const distObjects = readDist(DIST).map(({ object }) => object);

/** The literal of the cluster under test. */
export const clusterLiteral = literalOfInventory();

/** The cluster of this run; its connections are closed when the tests of the file have ended. */
export function clusterUnderTest(): Cluster {
  const cluster = openCluster(process.env[SESSION_VARIABLE] ?? '');
  afterAll(() => cluster.client.close());
  return cluster;
}

function literalOfInventory(): ClusterLiteral {
  const [literal] = resolveInventory(inventory);
  if (literal === undefined) throw new Error('environments/inventory.ts must have a cluster');
  return literal;
}
