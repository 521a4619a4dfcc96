import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster as ClusterLiteral } from '../../environments/environment';
import type { KubernetesObject } from '../../synth/manifest';
import { readDist } from '../admission/documents';
import { install } from '../control-plane/crds';
import type { Report } from '../control-plane/go-part';
import { assertArgoCdRuns, startArgoCd } from './argo-cd/processes';
import { settingsOf } from './argo-cd/settings';
import { bootstrapObjects } from './bootstrap/secrets';
import type { Programs } from './build/programs';
import { applyObjects, type Cluster, kubectl } from './cluster';
import { clusterImages, imagesIn, knownOf, standIns } from './images/stand-ins';
import { planOf } from './nodes/plan';
import { makeAuthority } from './session/authority';
import { prepareNamespaces } from './session/namespaces';
import type { Session } from './session/session';
import { CRDS_ONLY } from './sources/chart-site';
import { recordLastTree } from './sources/last-tree';
import { hostsOf, serveSources } from './sources/sources';
import { joinWorkers, startControl } from './start';

/** What a platform is started from. */
export interface PlatformInput {
  readonly literal: ClusterLiteral;
  /** Folder with the rendered tree. */
  readonly dist: string;
  readonly programs: Programs;
  readonly definitions: readonly KubernetesObject[];
}

/** A cluster with all that bootstrap brings by hand, and Argo CD at work on `dist`; nothing of `dist` is applied. */
export async function startPlatform(
  session: Session,
  input: PlatformInput,
  report: Report,
): Promise<Cluster> {
  const { literal, dist, programs } = input;
  const trees = { objects: objectsOf(dist), last: await lastObjects(session, dist, report) };
  const both = [...trees.objects, ...trees.last];
  await prepareNamespaces(session.folder, hostsOf(literal, both));
  const cluster = await startControl(session, planOf(literal), programs);
  report('the API server is ready');
  const known = knownOf(imagesIn(trees.last));
  const stands = standIns([...new Set([...imagesIn(trees.objects), ...known])], programs);
  const images = [...clusterImages(programs), ...stands];
  await Promise.all([joinWorkers(cluster, images, report), bootstrap(cluster, input, trees, report)]);
  return cluster;
}

/** What Argo CD is to sync, and the tree that an upgrade begins with. */
interface Trees {
  readonly objects: readonly KubernetesObject[];
  readonly last: readonly KubernetesObject[];
}

/** Objects of the tree before the one under test; none where there is no such tree. */
async function lastObjects(
  session: Session,
  dist: string,
  report: Report,
): Promise<readonly KubernetesObject[]> {
  const tree = await recordLastTree(session, dist);
  report('missing' in tree ? `no tree to upgrade from: ${tree.missing}` : `upgrades begin at ${tree.commit}`);
  return 'missing' in tree ? [] : objectsOf(tree.folder);
}

function objectsOf(dist: string): readonly KubernetesObject[] {
  return readDist(dist).map(({ object }) => object);
}

async function bootstrap(
  cluster: Cluster,
  { literal, dist, programs, definitions }: PlatformInput,
  { objects, last }: Trees,
  report: Report,
): Promise<void> {
  const { session } = cluster;
  const sources = await serveSources(session, literal, dist, [...objects, ...last], definitions);
  for (const { name, version } of sources.charts) report(`chart ${name} ${version}: ${CRDS_ONLY}`);
  const settings = settingsOf(programs.folders.argoCd, objects);
  await applyObjects(cluster, [...(await bootstrapSecrets(session, literal)), ...settings.objects]);
  await install(cluster.client, definitions);
  report(`custom resource definitions: ${definitions.length}, without their operators`);
  startArgoCd(session, programs, settings, sources);
  assertArgoCdRuns(session);
  report(`Argo CD reads ${literal.repository.url}, answered for on loopback`);
}

/** What a person applies, once: everything else comes from git. */
export async function applyRoot(cluster: Cluster, { name }: ClusterLiteral, dist: string): Promise<void> {
  await kubectl(cluster, ['apply', `--filename=${join(dist, name, 'argocd', 'root.yaml')}`]);
}

async function bootstrapSecrets(
  { folder }: Session,
  literal: ClusterLiteral,
): Promise<readonly KubernetesObject[]> {
  const own = join(folder, 'bootstrap');
  mkdirSync(own);
  return bootstrapObjects(literal.bootstrapSecrets, await makeAuthority(own, 'bootstrap-authority'), own);
}
