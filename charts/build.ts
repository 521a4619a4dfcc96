import { App, Chart } from 'cdk8s';
import type { Cluster } from '../environments/environment';
import type { Rendering } from '../synth/render';
import { type Application, clusterApplications, environmentApplications } from './catalogue';

/** A chart built from the catalogue, and what Argo CD has to know of it. */
export interface BuiltApplication extends Rendering {
  readonly name: string;
  readonly wave: number;
  readonly waitedFor: boolean;
  readonly project: Application<never>['project'];
  readonly namespace: string | undefined;
}

/** Every application of a cluster and of the environments that it hosts. */
export function buildApplications(cluster: Cluster): readonly BuiltApplication[] {
  const app = new App();
  return [
    ...build(app, cluster.name, cluster, clusterApplications),
    ...cluster.environments.flatMap((environment) =>
      build(app, environment.name, environment, environmentApplications),
    ),
  ];
}

/** An empty chart for one folder of `dist/`; its labels say whose the objects are. */
export function newChart(app: App, tree: string, application: string, namespace?: string): Chart {
  return new Chart(app, `${tree}-${application}`, {
    ...(namespace !== undefined && { namespace }),
    disableResourceNameHashes: true,
    labels: { 'app.kubernetes.io/part-of': tree, 'app.kubernetes.io/managed-by': 'data-frost' },
  });
}

function build<Place>(
  app: App,
  tree: string,
  place: Place,
  applications: readonly Application<Place>[],
): readonly BuiltApplication[] {
  return applications.flatMap((application) => {
    const { name, wave, waitedFor, project, namespace: namespaceOf, builder } = application;
    const fill = builder(place);
    if (fill === undefined) return [];
    const namespace = namespaceOf(place);
    const chart = newChart(app, tree, name, namespace);
    fill(chart);
    return [{ tree, application: name, name, wave, waitedFor, project, namespace, chart }];
  });
}
