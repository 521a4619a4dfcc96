import { NAMESPACE, namespace, object } from './objects';

/** Repository of the manifests. */
export const REPOSITORY = 'https://git.example.com/platform.git';

/** Address of the cluster that Argo CD runs in. */
export const IN_CLUSTER = 'https://kubernetes.default.svc';

type Fields = Readonly<Record<string, unknown>>;

/** An Application of a folder below `dist/`, under the options of the house. */
export function application(
  name: string,
  folder: string,
  fields: Fields = {},
  wave = 1,
  policy: Fields = {},
) {
  const spec = {
    project: 'production',
    source: {
      repoURL: REPOSITORY,
      targetRevision: 'main',
      path: `dist/${folder}`,
      directory: { recurse: true },
    },
    destination: { server: IN_CLUSTER, namespace: NAMESPACE },
    syncPolicy: {
      automated: { enabled: true, prune: true, selfHeal: true, allowEmpty: false },
      retry: { limit: -1, refresh: true },
      syncOptions: [
        'CreateNamespace=false',
        'FailOnSharedResource=true',
        'PruneLast=true',
        'PrunePropagationPolicy=foreground',
        'RespectIgnoreDifferences=true',
        'ServerSideApply=true',
      ],
      ...policy,
    },
    ...fields,
  };
  const annotations = {
    'argocd.argoproj.io/compare-options': 'ServerSideDiff=false',
    'argocd.argoproj.io/sync-wave': String(wave),
  };
  const metadata = { name, namespace: 'argocd', annotations };
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata, spec };
}

/** An Application that syncs Applications. */
export function appOfApps(name: string, folder: string) {
  const app = application(name, folder, {
    project: 'root',
    destination: { server: IN_CLUSTER, namespace: 'argocd' },
  });
  const { syncPolicy } = app.spec;
  const syncOptions = syncPolicy.syncOptions.filter((option) => option !== 'ServerSideApply=true');
  return {
    ...app,
    spec: { ...app.spec, syncPolicy: { ...syncPolicy, syncOptions } },
  };
}

/** The same Application, with nothing that waits for it. */
export function alone(app: ReturnType<typeof appOfApps>) {
  const annotations = { ...app.metadata.annotations, 'argocd.argoproj.io/ignore-healthcheck': 'true' };
  return { ...app, metadata: { ...app.metadata, annotations } };
}

/** An AppProject that admits a Deployment in {@link NAMESPACE} from {@link REPOSITORY}. */
export function project(name: string, fields: Fields = {}) {
  const spec = {
    sourceRepos: [REPOSITORY],
    destinations: [{ server: IN_CLUSTER, namespace: NAMESPACE }],
    namespaceResourceWhitelist: [{ group: 'apps', kind: 'Deployment' }],
    ...fields,
  };
  return object('argoproj.io/v1alpha1', 'AppProject', name, { spec }, 'argocd');
}

/** The project of Applications and projects. */
export function rootProject() {
  return project('root', {
    destinations: [{ server: IN_CLUSTER, namespace: 'argocd' }],
    namespaceResourceWhitelist: ['Application', 'AppProject'].map((kind) => ({ group: 'argoproj.io', kind })),
  });
}

/** A whole small tree: two applications of one environment, their app of apps, and the root above it. */
export function delivery(): Record<string, unknown[]> {
  return {
    'proxmox/argocd': [
      rootProject(),
      alone(appOfApps('root', 'proxmox/argocd')),
      appOfApps('production', 'production/applications'),
      project('production'),
      project('production-namespaces', {
        clusterResourceWhitelist: [{ group: '', kind: 'Namespace', name: NAMESPACE }],
        namespaceResourceWhitelist: [],
      }),
    ],
    'production/applications': [
      application('production-namespaces', 'production/namespaces', { project: 'production-namespaces' }, 0),
      application('production-model-serving', 'production/model-serving'),
    ],
    'production/namespaces': [namespace(NAMESPACE)],
    'production/model-serving': [object('apps/v1', 'Deployment', 'iris')],
  };
}
