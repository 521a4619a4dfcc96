import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../../app';
import { text } from '../../checks/readers/read';
import { groupOf, type KubernetesObject } from '../../synth/manifest';
import { emitInto } from '../../synth/mirror';
import { readDist } from '../admission/documents';
import { EXCEPTIONS } from '../cluster/argo-cd/settings';
import { ALL_IDENTITY_PARTS, ALL_PARTS } from '../cluster/build/programs';
import type { Cluster } from '../cluster/cluster';
import { traefik } from '../cluster/controllers/traefik';
import { identityImages, otherThanIdentity } from '../cluster/images/identity';
import type { Image } from '../cluster/images/layout';
import { buildLayouts } from '../cluster/images/recipes';
import { imagesIn, knownOf, standIns } from '../cluster/images/stand-ins';
import { installMissing } from '../cluster/machine/requirements';
import type { Session } from '../cluster/session/session';
import type { ChartMaker } from '../cluster/sources/sources';
import type { Ingredients, Subject, Tree } from '../cluster/subject';
import type { Report } from '../control-plane/go-part';
import { openbao } from '../reconcilers/downloads';
import { inventory } from './inventory';
import { chartImages } from './operators/chart-images';
import { operatorCharts } from './operators/charts';
import { certManagerChart } from './operators/modules';
import { bootstrapPage, layBootstrapFolder } from './outside/bootstrap';
import { newCredentials, startObjectStorage } from './outside/object-storage';
import { runBlocks } from './outside/page';

/** Where the tree is rendered. */
const DIST = join('.build', 'identity-tree');

/** Of the object storage; the process that starts it also makes the Secrets that hold them. */
const CREDENTIALS = newCredentials();

/** What every run of these proofs leaves open. */
const NEVER_PROVEN = [
  'Keycloak 26.8, OpenBao and PostgreSQL as their projects pack them: 26.7.3, PyPI’s and Debian’s programs answer under the digests that `dist/` names',
  'cert-manager 1.21, External Secrets 2.12 and Traefik 3.7, whose modules do not build: 1.11.5 under the chart of 1.21, 0.20.4 under its own, 3.6',
  'the charts of CloudNativePG and of its plugin, which no module carries: what their releases install is served, and Argo CD runs as processes',
  'what KEDA, the vertical pod autoscaler and the Prometheus operator make of their objects',
  'more than one control plane, the balancers and their virtual IP, volumes of Proxmox, authorities of the outside',
];

/** The identity stack for real: an environment of production's shape on a cluster that fits one machine. */
export const identitySubject: Subject = {
  name: 'identity',
  neverProven: NEVER_PROVEN,
  parts: [...ALL_PARTS, ...ALL_IDENTITY_PARTS],
  healthySeconds: 900,
  tree,
  before: async () => [],
  images,
  controllers: async () => [],
  charts: chartsOf,
  // Argo CD's own come with it; all others by their operators.
  preinstalled: (definitions) => definitions.filter(isOfArgoCd),
  exceptions: EXCEPTIONS,
  prepare,
  secrets,
  outside,
};

function tree(): Tree {
  const { clusters, files } = synthesize(inventory);
  const [literal] = clusters;
  if (literal === undefined) throw new Error('test/identity/inventory.ts must have a cluster');
  rmSync(DIST, { recursive: true, force: true });
  emitInto(DIST, files);
  return { literal, dist: DIST };
}

function isOfArgoCd(definition: KubernetesObject): boolean {
  return definition.metadata.name.endsWith('.argoproj.io');
}

async function chartsOf(given: Ingredients): Promise<ChartMaker> {
  return operatorCharts(given, await certManagerChart());
}

/** The real ones of the identity stack and of its operators, and stand-ins for the models and jobs. */
async function images(_: Session, given: Ingredients): Promise<readonly Image[]> {
  const { literal, dist, programs } = given;
  const objects = readDist(dist).map(({ object }) => object);
  const applications = objects.filter((object) => groupOf(object) === 'argoproj.io');
  const named = await chartImages(programs, applications, await chartsOf(given));
  const references = [...new Set([...imagesIn(objects), ...objects.flatMap(databaseImage), ...named])];
  const layouts = await buildLayouts(console.log);
  const others = otherThanIdentity(references, programs, layouts);
  const gateway = traefik(literal, programs, literal.gateway.controller.namespace);
  return [
    ...identityImages(references, programs, layouts),
    ...gateway.images,
    ...standIns(knownOf(others), programs),
  ];
}

/** The image of a database, of which its operator makes pods. */
function databaseImage(object: KubernetesObject): readonly string[] {
  return groupOf(object) === 'postgresql.cnpg.io'
    ? [text(object, 'spec.imageName') ?? ''].filter(Boolean)
    : [];
}

/** What docs/recovery.md needs of a machine beside what a cluster does. */
const FOR_THE_PAGE = { programs: { jq: 'jq' }, files: {} };

/** What is downloaded: within a session, nothing outside can be reached. */
async function prepare(report: Report): Promise<void> {
  await installMissing(FOR_THE_PAGE, report);
  await certManagerChart();
  await buildLayouts(report);
  await openbao();
}

/** The namespaces and Secrets, made as a person makes them who follows the page. */
async function secrets({ literal, dist }: Ingredients, folder: string, cluster: Cluster) {
  layBootstrapFolder(folder, dist, literal, CREDENTIALS);
  await runBlocks(
    cluster,
    bootstrapPage().before.map(({ text }) => text),
    {},
    folder,
  );
  return [];
}

/** Starts the object storage that the literal's environments name. */
async function outside({ session }: Cluster, { literal, programs }: Ingredients): Promise<void> {
  for (const { objectStorage } of literal.environments) {
    if (objectStorage !== undefined) await startObjectStorage(session, programs, objectStorage, CREDENTIALS);
  }
}
