import { App } from 'cdk8s';
import { type BuiltApplication, newChart } from '../charts/build';
import { Resource } from '../constructs/resource';
import type { Cluster } from '../environments/environment';
import { ARGOCD_NAMESPACE } from '../environments/operators';
import type { Manifest } from '../synth/manifest';
import { type Rendering, render } from '../synth/render';
import { APPLICATIONS_FOLDER, deliveryOf, ROOT_FOLDER, rootOf } from './delivery';

/** What Argo CD reads, as manifests: the root file, the projects, and the Applications of every tree. */
export function renderDelivery(
  cluster: Cluster,
  applications: readonly BuiltApplication[],
  manifests: readonly Manifest[],
): readonly Manifest[] {
  const app = new App();
  const { argocd, applications: children } = deliveryOf(cluster, applications, manifests);
  const root = {
    tree: cluster.name,
    application: ROOT_FOLDER,
    file: `${cluster.name}/${ROOT_FOLDER}/root.yaml`,
  };
  return render([
    chartOf(app, root, 'root', rootOf(cluster)),
    chartOf(app, { tree: cluster.name, application: ROOT_FOLDER }, ROOT_FOLDER, argocd),
    ...[...children].map(([tree, objects]) =>
      chartOf(app, { tree, application: APPLICATIONS_FOLDER }, APPLICATIONS_FOLDER, objects),
    ),
  ]);
}

type Objects = ReturnType<typeof deliveryOf>['argocd'];

function chartOf(app: App, place: Omit<Rendering, 'chart'>, id: string, objects: Objects): Rendering {
  const chart = newChart(app, place.tree, id, ARGOCD_NAMESPACE);
  for (const object of objects) new Resource(chart, `${object.kind}-${object.metadata?.name}`, object);
  return { ...place, chart };
}
