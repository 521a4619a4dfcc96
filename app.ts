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

/** What one cluster and its environments render to, before it is judged. */
export interface Rendered {
  readonly world: World;
  /** Patches that have no one target or do not apply. */
  readonly faults: readonly Fault[];
}

/**
 * The recipe: environments → charts → manifests → checks → files.
 *
 * @throws FaultsError with everything that is wrong
 */
export function synthesize(inventory: Inventory): Synthesis {
  const clusters = resolveInventory(inventory);
  const rendered = clusters.map(renderCluster);
  const faults = rendered.flatMap(({ world, faults }) => [...faults, ...judge(world, laws)]);
  if (faults.length > 0) throw new FaultsError(faults);
  const manifests = rendered.flatMap(({ world }) => world.manifests);
  return { clusters, manifests, files: filesOf(manifests), warnings: clusters.flatMap(warningsOf) };
}

/** Charts → manifests, patched, of one cluster and the environments that it hosts. */
export function renderCluster(cluster: Cluster): Rendered {
  const applications = buildApplications(cluster);
  const workloads = render(applications);
  const patches = cluster.environments.flatMap(({ name, patches }) =>
    patches.map((patch) => ({ ...patch, tree: name })),
  );
  const patched = applyPatches([...workloads, ...renderDelivery(cluster, applications, workloads)], patches);
  return { world: new World(patched.manifests, surroundingsOf(cluster)), faults: patched.faults };
}
