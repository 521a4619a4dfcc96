import { join } from 'node:path';
import type { KubernetesObject } from '../../synth/manifest';
import { readDist } from '../admission/documents';
import { EXCEPTIONS } from './argo-cd/settings';
import { bootstrapObjects } from './bootstrap/secrets';
import { ALL_PARTS } from './build/programs';
import { controllersOf } from './controllers/controllers';
import type { Image } from './images/layout';
import { imagesIn, knownOf, standIns } from './images/stand-ins';
import { literalUnderTest } from './literal';
import { makeAuthority } from './session/authority';
import type { Session } from './session/session';
import { lastObjects } from './sources/last-tree';
import { definitionsCharts } from './sources/sources';
import { layWorkloadTree } from './sources/workload-tree';
import type { Ingredients, Subject, Tree } from './subject';

/** Where the tree under test is laid. */
const WORKLOAD_TREE = join('.build', 'cluster-tree');

/** Most proofs wait for the cluster rather than for a processor: two clusters at once take little longer than one. */
const FIRST = '/proofs/(argo-cd|jobs)';

/** The committed `dist/` without the identity stack, on stand-ins, and the controllers that its objects need to become Healthy. */
export const inventorySubject: Subject = {
  name: 'cluster',
  neverProven: [
    'the images themselves: stand-ins answer in the place of what `dist/` names',
    "Argo CD's own chart, which no Go module carries: its definitions alone are served, and Argo CD runs as processes",
    'the vault, the identity provider and who signs in at it: their Applications are left out, and `npm run test:identity` proves them',
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
  layWorkloadTree(process.env['DIST'] ?? 'dist', WORKLOAD_TREE);
  return { literal: literalUnderTest(), dist: WORKLOAD_TREE };
}

/** Stand-ins for what `dist` asks for, and the tree before it. */
async function images(session: Session, { dist, programs }: Ingredients): Promise<readonly Image[]> {
  const now = imagesIn(readDist(dist).map(({ object }) => object));
  const before = knownOf(imagesIn(await lastObjects(session, dist)));
  return standIns([...new Set([...now, ...before])], programs);
}

async function secrets({ literal, dist }: Ingredients, folder: string): Promise<readonly KubernetesObject[]> {
  const objects = readDist(dist).map(({ object }) => object);
  return bootstrapObjects(literal, objects, await makeAuthority(folder, 'bootstrap-authority'), folder);
}
