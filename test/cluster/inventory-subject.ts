import type { Cluster as ClusterLiteral } from '../../environments/environment';
import { inventory } from '../../environments/inventory';
import { resolveInventory } from '../../environments/resolve';
import type { KubernetesObject } from '../../synth/manifest';
import { readDist } from '../admission/documents';
import { EXCEPTIONS } from './argo-cd/settings';
import { bootstrapObjects } from './bootstrap/secrets';
import { ALL_PARTS } from './build/programs';
import { controllersOf } from './controllers/controllers';
import type { Image } from './images/layout';
import { imagesIn, knownOf, standIns } from './images/stand-ins';
import { makeAuthority } from './session/authority';
import type { Session } from './session/session';
import { lastObjects } from './sources/last-tree';
import { definitionsCharts } from './sources/sources';
import type { Ingredients, Subject, Tree } from './subject';

/** Most proofs wait for the cluster rather than for a processor: two clusters at once take little longer than one. */
const FIRST = '/proofs/(argo-cd|jobs)';

/** The committed `dist/` on stand-ins, and the controllers that its objects need to become Healthy. */
export const inventorySubject: Subject = {
  name: 'cluster',
  neverProven: [
    'the images themselves: stand-ins answer in the place of what `dist/` names',
    "Argo CD's own chart, which no Go module carries: its definitions alone are served, and Argo CD runs as processes",
    'what KEDA, the vertical pod autoscaler and the Prometheus operator make of their objects: they arrive with the operators',
    'Traefik 3.7, whose module does not build: 3.6 answers in its place',
    'more than one control plane, the balancers and their virtual IP',
    'volumes of Proxmox, registries, certificates and names of the outside',
  ],
  shares: [
    { name: 'first', args: [FIRST] },
    { name: 'second', args: [`--testPathIgnorePatterns=${FIRST}`] },
  ],
  parts: ALL_PARTS,
  healthySeconds: 300,
  tree,
  before: lastObjects,
  images,
  controllers: ({ literal, programs }, gateway) => controllersOf(literal, programs, gateway),
  charts: async ({ literal, definitions }) => definitionsCharts(literal, definitions),
  preinstalled: (definitions) => definitions,
  exceptions: EXCEPTIONS,
  secrets,
  outside: async () => undefined,
};

function tree(): Tree {
  const [literal] = resolveInventory(inventory);
  if (literal === undefined) throw new Error('environments/inventory.ts must have a cluster');
  return { literal, dist: process.env['DIST'] ?? 'dist' };
}

/** Stand-ins for what `dist` asks for, and the tree before it. */
async function images(session: Session, { dist, programs }: Ingredients): Promise<readonly Image[]> {
  const now = imagesIn(readDist(dist).map(({ object }) => object));
  const before = knownOf(imagesIn(await lastObjects(session, dist)));
  return standIns([...new Set([...now, ...before])], programs);
}

async function secrets(
  literal: ClusterLiteral,
  objects: readonly KubernetesObject[],
  folder: string,
): Promise<readonly KubernetesObject[]> {
  return bootstrapObjects(literal, objects, await makeAuthority(folder, 'bootstrap-authority'), folder);
}
