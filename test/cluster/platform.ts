import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../synth/manifest';
import { readDist } from '../admission/documents';
import { install } from '../control-plane/crds';
import type { Report } from '../control-plane/go-part';
import { awaitHealthy } from './argo-cd/applications';
import { bringFrozen, frozenIn } from './argo-cd/frozen';
import { startArgoCd } from './argo-cd/processes';
import { settingsOf } from './argo-cd/settings';
import { recordTimeline } from './argo-cd/timeline';
import { folderOf } from './build/programs';
import { applyObjects, type Cluster, kubectl } from './cluster';
import type { Controller } from './controllers/controller';
import { clusterImages } from './images/stand-ins';
import { planOf } from './nodes/plan';
import { prepareNamespaces } from './session/namespaces';
import type { Session } from './session/session';
import { serveSources } from './sources/sources';
import { joinWorkers, startControl } from './start';
import type { Ingredients, Subject } from './subject';

/** What a platform is started from. */
export interface PlatformInput extends Ingredients {
  readonly subject: Subject;
}

/** A cluster with all that bootstrap brings by hand, and Argo CD at work on `dist`; nothing of `dist` is applied. */
export function startPlatform(session: Session, input: PlatformInput, report: Report): Promise<Cluster> {
  return startWith(session, input, report, (cluster) => bootstrap(cluster, input, report));
}

/** A cluster that could host the platform: its controllers run, and images of `dist` are there. */
export function startBare(session: Session, input: PlatformInput, report: Report): Promise<Cluster> {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: BARE_GATEWAY } };
  const bring = async (cluster: Cluster) => {
    await applyObjects(cluster, [namespace]);
    await install(cluster.client, input.definitions);
  };
  return startWith(session, input, report, bring, BARE_GATEWAY);
}

/** Where the gateway's controller lives that a cluster has before the platform comes to it. */
const BARE_GATEWAY = 'ingress';

/**
 * @param bring brings what the controllers need, while the workers start
 * @param gateway namespace of the gateway's controller
 */
async function startWith(
  session: Session,
  input: PlatformInput,
  report: Report,
  bring: (cluster: Cluster) => Promise<void>,
  gateway = input.literal.gateway.controller.namespace,
): Promise<Cluster> {
  const { literal, programs, subject } = input;
  await prepareNamespaces(session.folder);
  const cluster = await startControl(session, planOf(literal), programs);
  report('the API server is ready');
  await subject.outside(cluster, input);
  const controllers = await subject.controllers(input, gateway);
  const images = [
    ...clusterImages(programs),
    ...(await subject.images(session, input)),
    ...controllers.flatMap((controller) => controller.images),
  ];
  await Promise.all([
    joinWorkers(cluster, images, report),
    bring(cluster).then(() => installControllers(cluster, controllers)),
  ]);
  return cluster;
}

/**
 * What a person brings before the first sync: Secrets, definitions, Argo CD and what it reads from.
 *
 * @param absent definitions that the cluster does not have yet
 */
export async function bootstrap(
  cluster: Cluster,
  input: PlatformInput,
  report: Report,
  absent: readonly KubernetesObject[] = input.subject.preinstalled(input.definitions),
): Promise<void> {
  const { session } = cluster;
  const { subject, literal, dist, programs } = input;
  const objects = readDist(dist).map(({ object }) => object);
  const all = [...objects, ...(await subject.before(session, dist))];
  const sources = await serveSources(
    session,
    literal,
    dist,
    all,
    input.definitions,
    await subject.charts(input),
  );
  for (const { name, version, origin } of sources.charts) report(`chart ${name} ${version}: ${origin}`);
  const settings = settingsOf(folderOf(programs, 'argoCd'), objects, subject.exceptions);
  await applyObjects(cluster, [...(await bootstrapSecrets(cluster, input)), ...settings.objects]);
  await install(cluster.client, absent);
  report(`custom resource definitions: ${absent.length}`);
  await startArgoCd(cluster, settings, sources);
  report(`Argo CD reads ${literal.repository.url}, answered for on loopback`);
}

/** Nothing waits for them: what `dist/` needs of them becomes Healthy as soon as they run. */
async function installControllers(cluster: Cluster, controllers: readonly Controller[]): Promise<void> {
  const objects = controllers.flatMap((controller) => controller.objects);
  if (objects.length > 0) await applyObjects(cluster, objects);
}

/**
 * Applies what a person applies, once: everything else comes from git. Every state that an Application is in from then
 * on is written down.
 */
export async function applyRoot(
  cluster: Cluster,
  { literal, dist }: Pick<PlatformInput, 'literal' | 'dist'>,
  report: Report,
): Promise<void> {
  await recordTimeline(cluster);
  await kubectl(cluster, ['apply', `--filename=${join(dist, literal.name, 'argocd', 'root.yaml')}`]);
  report('root.yaml is applied');
  const frozen = frozenIn(
    readDist(dist).map(({ object }) => object),
    Date.now(),
  );
  if (frozen.length > 0) report(`a sync window is active: by hand, once, ${frozen.join(', ')}`);
  bringFrozen(cluster.client, frozen).catch((error) => report(error.message));
}

/**
 * Tells when everything is Synced and Healthy, or what is not after the longest that it may take. Proofs begin on a
 * cluster at rest; one that does not come to it is theirs to tell of.
 */
export async function tellHealth(
  { client }: Cluster,
  { healthySeconds }: Pick<Subject, 'healthySeconds'>,
  applications: readonly string[],
  report: Report,
): Promise<void> {
  await awaitHealthy(client, applications, { seconds: healthySeconds, every: 500 }).then(
    () => report('everything is Synced and Healthy'),
    (error) => report(error.message),
  );
}

async function bootstrapSecrets(
  cluster: Cluster,
  input: PlatformInput,
): Promise<readonly KubernetesObject[]> {
  const own = join(cluster.session.folder, 'bootstrap');
  mkdirSync(own);
  return input.subject.secrets(input, own, cluster);
}
