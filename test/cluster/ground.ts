import { readDist } from '../admission/documents';
import { type Cluster, openCluster } from './cluster';
import { literalUnderTest } from './literal';
import { SESSION_VARIABLE } from './session/session';

/** The folder with the rendered tree under test. */
export const DIST = process.env['DIST'] ?? 'dist';

/** Every object of `dist/`. */
export const distObjects = readDist(DIST).map(({ object }) => object);

/** The literal of the cluster under test. */
export const clusterLiteral = literalUnderTest();

/** The cluster of this run; its connections are closed when the tests of the file have ended. */
export function clusterUnderTest(): Cluster {
  const cluster = openCluster(process.env[SESSION_VARIABLE] ?? '');
  afterAll(() => cluster.client.close());
  return cluster;
}
