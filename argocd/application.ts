import type { IApplication } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application';
import type { ClusterValues } from '../environments/cluster-spec';
import { ARGOCD_NAMESPACE, IGNORE_HEALTH } from '../environments/operators';

/** Where Argo CD itself runs: every application goes to its own cluster. */
export const IN_CLUSTER = 'https://kubernetes.default.svc';

export interface ApplicationSettings {
  readonly name: string;
  readonly project: string;
  /** Order within its app of apps: of the bootstrap and of changes to Application objects. */
  readonly wave: number;
  /** Whether its parent is healthy, and goes on with later waves, only once it is healthy itself. */
  readonly waitedFor: boolean;
  /** Namespace of objects that name none. */
  readonly namespace?: string | undefined;
  readonly source: NonNullable<IApplication['spec']['source']>;
  /** Whether removing the Application from git removes what it made. */
  readonly cascade: boolean;
  /**
   * Whether the source holds Applications and projects. Server-side apply ignores the waves between them (argo-cd#13320).
   */
  readonly holdsApplications: boolean;
  /** Whether what left the source is removed from the cluster. */
  readonly prune: boolean;
}

/**
 * An Application under the options that the house defends; each stands there for an accident of somebody.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 */
export function applicationOf(settings: ApplicationSettings): IApplication {
  const { name, project, wave, waitedFor, namespace, source, cascade, holdsApplications, prune } = settings;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: ARGOCD_NAMESPACE,
      annotations: {
        // With it a change that the API server refuses is Unknown for one comparison and Synced from the next on.
        'argocd.argoproj.io/compare-options': 'ServerSideDiff=false',
        ...(!waitedFor && { [IGNORE_HEALTH]: 'true' }),
        'argocd.argoproj.io/manifest-generate-paths': '.',
        'argocd.argoproj.io/sync-wave': String(wave),
      },
      ...(cascade && { finalizers: ['resources-finalizer.argocd.argoproj.io/foreground'] }),
    },
    spec: {
      project,
      source,
      destination: { server: IN_CLUSTER, ...(namespace !== undefined && { namespace }) },
      revisionHistoryLimit: 10,
      syncPolicy: {
        automated: { enabled: true, prune, selfHeal: true, allowEmpty: false },
        retry: { limit: -1, refresh: true, backoff: { duration: '10s', factor: 2, maxDuration: '10m' } },
        syncOptions: [
          'CreateNamespace=false',
          'FailOnSharedResource=true',
          'PruneLast=true',
          'PrunePropagationPolicy=foreground',
          'RespectIgnoreDifferences=true',
          ...(holdsApplications ? [] : ['ServerSideApply=true']),
        ],
      },
    },
  };
}

/** A folder of `dist/` as the source of an Application. */
export function folderSource(
  { repository }: Pick<ClusterValues, 'repository'>,
  tree: string,
  folder: string,
): ApplicationSettings['source'] {
  return {
    repoURL: repository.url,
    targetRevision: repository.revision,
    path: `dist/${tree}/${folder}`,
    directory: { recurse: true },
  };
}
