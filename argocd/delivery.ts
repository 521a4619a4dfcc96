import type { IApplication } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application';
import type { IAppProject } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/AppProject';
import {
  type Application as CatalogueEntry,
  clusterApplications,
  environmentApplications,
} from '../charts/catalogue';
import type { Cluster, Environment } from '../environments/environment';
import { ARGOCD_NAMESPACE } from '../environments/operators';
import type { Manifest } from '../synth/manifest';
import { applicationOf, folderSource, IN_CLUSTER } from './application';
import { ceilings } from './ceiling';
import { operatorApplication, operatorProject } from './operators';
import { projectOf } from './project';

/** An application of the catalogue that was rendered for a tree. */
export type Rendered = Pick<CatalogueEntry<never>, 'name' | 'wave' | 'waitedFor' | 'project'> & {
  readonly tree: string;
  readonly namespace: string | undefined;
};

/** What Argo CD is told of one cluster and everything on it. */
export interface Delivery {
  /** What the root Application syncs, `dist/<cluster>/argocd`: projects and one app of apps a tree. */
  readonly argocd: readonly (IApplication | IAppProject)[];
  /** What each app of apps syncs, `dist/<tree>/applications`. */
  readonly applications: ReadonlyMap<string, readonly IApplication[]>;
}

/** Folder of a tree that holds its Applications. */
export const APPLICATIONS_FOLDER = 'applications';

/** Folder of a cluster's tree that the root Application syncs. */
export const ROOT_FOLDER = 'argocd';

const ROOT = 'root';

/** Applications and projects for what was rendered; projects list no more than the manifests need. */
export function deliveryOf(
  cluster: Cluster,
  rendered: readonly Rendered[],
  manifests: readonly Manifest[],
): Delivery {
  const trees = [cluster.name, ...cluster.environments.map(({ name }) => name)];
  const operators = cluster.operators.map((operator) => operatorApplication(cluster, operator));
  const applications = new Map(
    trees.map((tree) => {
      const own = rendered
        .filter((entry) => entry.tree === tree)
        .map((entry) => childOf(cluster, entry, manifests));
      return [tree, tree === cluster.name ? [...own, ...operators] : own] as const;
    }),
  );
  const argocd = [
    ...trees.flatMap((tree) => projectsOf(cluster, tree, rendered, manifests)),
    ...cluster.operators.map((operator) => operatorProject(cluster, operator)),
    ...trees.map((tree) => appOfAppsOf(cluster, tree)),
  ];
  return { argocd, applications };
}

/**
 * The only file that a person applies: the project of Applications, and the Application that syncs all others and itself,
 * for which it must not wait.
 */
export function rootOf(cluster: Cluster): readonly [IAppProject, IApplication] {
  const project: IAppProject = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: ROOT, namespace: ARGOCD_NAMESPACE },
    spec: {
      description: 'Applications and projects of Argo CD itself',
      sourceRepos: [cluster.repository.url],
      destinations: [{ server: IN_CLUSTER, namespace: ARGOCD_NAMESPACE }],
      namespaceResourceWhitelist: ['AppProject', 'Application'].map((kind) => ({
        group: 'argoproj.io',
        kind,
      })),
    },
  };
  const application = applicationOf({
    name: ROOT,
    project: ROOT,
    wave: 0,
    waitedFor: false,
    namespace: ARGOCD_NAMESPACE,
    source: folderSource(cluster, cluster.name, ROOT_FOLDER),
    cascade: false,
    holdsApplications: true,
    prune: true,
  });
  return [project, application];
}

/**
 * The cluster's own applications come first; then all environments at once, and the sync of the root ends without them:
 * otherwise a sick one would hold up what the root changes for the others.
 */
function appOfAppsOf(cluster: Cluster, tree: string): IApplication {
  const first = tree === cluster.name;
  return applicationOf({
    name: tree,
    project: ROOT,
    wave: first ? 0 : 1,
    waitedFor: first,
    namespace: ARGOCD_NAMESPACE,
    source: folderSource(cluster, tree, APPLICATIONS_FOLDER),
    cascade: cascades(cluster, tree),
    holdsApplications: true,
    prune: true,
  });
}

function childOf(cluster: Cluster, rendered: Rendered, manifests: readonly Manifest[]): IApplication {
  const { tree, name, wave, waitedFor, project, namespace = firstNamespace(rendered, manifests) } = rendered;
  return applicationOf({
    name: `${tree}-${name}`,
    project: projectName(tree, project),
    wave,
    waitedFor,
    namespace,
    source: folderSource(cluster, tree, name),
    cascade: cascades(cluster, tree),
    holdsApplications: false,
    prune: true,
  });
}

/** A project admits an Application by the namespace of its destination too, even where every object names its own. */
function firstNamespace({ tree, name }: Rendered, manifests: readonly Manifest[]): string | undefined {
  return manifests
    .filter((manifest) => manifest.tree === tree && manifest.application === name)
    .flatMap(({ object }) => object.metadata.namespace ?? [])
    .sort()[0];
}

function projectsOf(
  cluster: Cluster,
  tree: string,
  rendered: readonly Rendered[],
  manifests: readonly Manifest[],
): readonly IAppProject[] {
  const environment = cluster.environments.find(({ name }) => name === tree);
  return projectsOfCatalogue(environment).map((project) => {
    const folders = rendered
      .filter((entry) => entry.tree === tree && entry.project === project)
      .map(({ name }) => name);
    return projectOf({
      name: projectName(tree, project),
      description: `${tree}: ${folders.join(', ')}`,
      repositoryUrl: cluster.repository.url,
      manifests: manifests.filter(
        (manifest) => manifest.tree === tree && folders.includes(manifest.application),
      ),
      namespaces: namespacesOf(cluster, environment, project),
      ceiling: ceilings[project],
      bootstrapSecrets: cluster.bootstrapSecrets,
      ...freezesOf(environment, project),
    });
  });
}

/** Sorts of rights that the catalogue has for a tree, rendered or not. */
function projectsOfCatalogue(environment: Environment | undefined): readonly Rendered['project'][] {
  const entries = environment === undefined ? clusterApplications : environmentApplications;
  return [...new Set(entries.map(({ project }) => project))].sort();
}

/** Namespaces of every application of these rights that the catalogue has for a tree, rendered or not. */
function namespacesOf(
  cluster: Cluster,
  environment: Environment | undefined,
  project: Rendered['project'],
): readonly string[] {
  // Those that make namespaces bound all of them.
  const counts = (entry: Pick<Rendered, 'project'>) => project === 'namespaces' || entry.project === project;
  return environment === undefined
    ? clusterApplications.filter(counts).flatMap(({ namespace }) => namespace(cluster) ?? [])
    : environmentApplications.filter(counts).flatMap(({ namespace }) => namespace(environment) ?? []);
}

/** Namespaces and bounds are deployed at all times. */
function freezesOf(environment: Environment | undefined, project: Rendered['project']) {
  return environment === undefined || project === 'namespaces'
    ? { freezes: [] }
    : { freezes: environment.freezes, timeZone: environment.timeZone };
}

function projectName(tree: string, project: Rendered['project']): string {
  return project === 'workloads' ? tree : `${tree}-${project}`;
}

function cascades(cluster: Cluster, tree: string): boolean {
  return cluster.environments.some(({ name, removal }) => name === tree && removal === 'delete-workloads');
}
