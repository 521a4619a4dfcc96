import type { IApplication } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application';
import type { IAppProject } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/AppProject';
import type { Cluster } from '../environments/environment';
import { ARGOCD_NAMESPACE, namespacesOf, type Operator } from '../environments/operators';
import { type ApplicationSettings, applicationOf, IN_CLUSTER } from './application';
import { resource } from './project';

/** The Application of an operator; what it made stays when it leaves git, since definitions take their objects along. */
export function operatorApplication(cluster: Pick<Cluster, 'name'>, operator: Operator): IApplication {
  const { wave, waitedFor, namespace, prune = true } = operator;
  const name = operatorName(cluster, operator);
  return applicationOf({
    name,
    project: name,
    wave,
    waitedFor,
    // One that brings kinds alone has no namespace, and its project must admit some destination.
    namespace: namespace?.name ?? ARGOCD_NAMESPACE,
    source: operatorSource(operator),
    cascade: false,
    holdsApplications: false,
    prune,
  });
}

/** The chart with its values, or the folder of upstream's repository, that an operator comes from. */
export function operatorSource({ name, source }: Operator): ApplicationSettings['source'] {
  if (source.kind === 'folder') {
    const { repoURL, tag, path } = source;
    return { repoURL, targetRevision: tag, path, directory: { recurse: true } };
  }
  const { repoURL, chart, version, values, skipCrds } = source;
  const releaseName = name === 'argo-cd' ? 'argocd' : name;
  return {
    repoURL,
    chart,
    targetRevision: version,
    helm: { releaseName, valuesObject: values, ...(skipCrds && { skipCrds }) },
  };
}

/** The rights of an operator's Application: written by hand, since what a chart holds is not known at synth. */
export function operatorProject(cluster: Pick<Cluster, 'name'>, operator: Operator): IAppProject {
  const { source, reachesInto = [], clusterKinds, namespacedKinds } = operator;
  const own = namespacesOf(operator).map(({ name }) => name);
  const namespaces = [...(own.length === 0 ? [ARGOCD_NAMESPACE] : own), ...reachesInto];
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: operatorName(cluster, operator), namespace: ARGOCD_NAMESPACE },
    spec: {
      description: `${operator.name} and nothing else`,
      sourceRepos: [source.repoURL],
      destinations: namespaces.map((namespace) => ({ server: IN_CLUSTER, namespace })),
      clusterResourceWhitelist: Object.entries(clusterKinds).flatMap(([kind, names]) =>
        names.length === 0 ? [resource(kind)] : names.map((name) => resource(`${kind}/${name}`)),
      ),
      namespaceResourceWhitelist: [...namespacedKinds].sort().map(resource),
    },
  };
}

function operatorName(cluster: Pick<Cluster, 'name'>, { name }: Operator): string {
  return `${cluster.name}-${name}`;
}
