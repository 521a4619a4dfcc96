import { renderDelivery } from './argocd/render';
import { buildApplications } from './charts/build';
import { judge } from './checks/judge';
import { laws } from './checks/laws';

import { World } from './checks/world';
import type { Cluster } from './environments/environment';
import { type Inventory, resolveInventory } from './environments/resolve';
import { surroundingsOf } from './environments/surroundings';
import { warningsOf } from './environments/warnings';
import { filesOf } from './synth/files';
import type { Manifest } from './synth/manifest';
import { applyPatches } from './synth/patch';
import type { Files } from './synth/plan';
import { render } from './synth/render';
import { type Fault, FaultsError } from './values/fault';

/** What a synth found out before it writes anything. */
export interface Synthesis {
  readonly clusters: readonly Cluster[];
  readonly manifests: readonly Manifest[];
  readonly files: Files;
  readonly warnings: readonly string[];
}

/**
 * The recipe: environments → charts → manifests → checks → files.
 *
 * @throws FaultsError with everything that is wrong
 */
export function synthesize(inventory: Inventory): Synthesis {
  const clusters = resolveInventory(inventory);
  const rendered = clusters.map(renderCluster);
  const faults = rendered.flatMap((cluster) => cluster.faults);
  if (faults.length > 0) throw new FaultsError(faults);
  const manifests = rendered.flatMap((cluster) => cluster.manifests);
  return { clusters, manifests, files: filesOf(manifests), warnings: clusters.flatMap(warningsOf) };
}

function renderCluster(cluster: Cluster): {
  readonly manifests: readonly Manifest[];
  readonly faults: readonly Fault[];
} {
  const applications = buildApplications(cluster);
  const workloads = render(applications);
  const patches = cluster.environments.flatMap(({ name, patches }) =>
    patches.map((patch) => ({ ...patch, tree: name })),
  );
  const patched = applyPatches([...workloads, ...renderDelivery(cluster, applications, workloads)], patches);
  const world = new World(patched.manifests, surroundingsOf(cluster));
  return { manifests: patched.manifests, faults: [...patched.faults, ...judge(world, laws)] };
}
