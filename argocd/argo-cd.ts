import type { IAppProject } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/AppProject';
import { ARGOCD_NAMESPACE } from '../environments/operators';
import { type ApplicationSettings, IGNORE_HEALTH, IN_CLUSTER } from './application';

/**
 * The chart that Argo CD was installed with and goes on managing itself from.
 * @see https://github.com/argoproj/argo-helm/tree/main/charts/argo-cd
 */
const CHART = {
  repoURL: 'https://argoproj.github.io/argo-helm',
  chart: 'argo-cd',
  version: '10.9.2',
} as const;

/**
 * Longest time of one sync, in seconds. Upstream's default is none: a workload that never becomes ready then blocks the
 * commit that mends it (argo-cd#6055).
 */
const SYNC_TIMEOUT_SECONDS = 1800;

/**
 * An Application is healthy once it has looked at the source that its spec names now (argo-cd#29649), and all of it is
 * there: what is missing counts for nothing in the health that Argo CD gives it (argo-cd#25962), so a wave would slip
 * through between the first look and the end of the first sync. One that its parent does not wait for says so by the
 * annotation that Argo CD itself knows for that, but minds only where it sums up a parent's health, not in its waves.
 */
const APPLICATION_HEALTH = `local annotations = obj.metadata.annotations or {}
if annotations["${IGNORE_HEALTH}"] == "true" then
  return { status = "Healthy", message = "nothing waits for it: its own page has its health" }
end
hs = { status = "Progressing", message = "waiting for the first comparison" }
if obj.status ~= nil and obj.status.health ~= nil and obj.status.sync ~= nil then
  local compared = obj.status.sync.comparedTo
  local current = compared ~= nil and compared.source ~= nil and obj.spec.source ~= nil
    and compared.source.repoURL == obj.spec.source.repoURL
    and compared.source.path == obj.spec.source.path
    and compared.source.targetRevision == obj.spec.source.targetRevision
  local syncing = obj.status.operationState ~= nil and obj.status.operationState.phase == "Running"
  if current and (syncing or obj.status.sync.status ~= "Synced") then
    hs.message = "waiting for the sync"
  elseif current and obj.status.health.status ~= nil then
    hs.status = obj.status.health.status
    hs.message = obj.status.health.message or ""
  end
end
return hs
`;

/**
 * A claim of a class that binds at first use waits for its first pod, which for a job comes when its schedule does. Argo
 * CD calls that Progressing, and a sync would wait for it until it times out.
 */
const CLAIM_HEALTH = `hs = { status = "Healthy", message = "" }
if obj.status ~= nil and obj.status.phase == "Lost" then
  hs.status = "Degraded"
  hs.message = "the volume is lost"
end
return hs
`;

/** Requests and limits of one of Argo CD's parts: the chart sets none. */
function resources(cpu: string, memory: string, limit: string) {
  return {
    requests: { cpu, memory, 'ephemeral-storage': '256Mi' },
    limits: { memory: limit, 'ephemeral-storage': '1Gi' },
  };
}

/** Replicas and a budget for the parts that may run twice. */
const twice = { replicas: 2, pdb: { enabled: true, maxUnavailable: 1 } } as const;

const metrics = { enabled: true, serviceMonitor: { enabled: true } } as const;

/** The chart's values, the same for the installation by hand and for self-management. */
const values = {
  global: { networkPolicy: { create: true } },
  configs: {
    cm: {
      'resource.customizations.health.PersistentVolumeClaim': CLAIM_HEALTH,
      'resource.customizations.health.argoproj.io_Application': APPLICATION_HEALTH,
    },
    params: { 'controller.sync.timeout.seconds': String(SYNC_TIMEOUT_SECONDS) },
  },
  controller: { metrics, resources: resources('250m', '512Mi', '1Gi') },
  repoServer: { ...twice, metrics, resources: resources('100m', '256Mi', '1Gi') },
  server: { ...twice, metrics, resources: resources('50m', '128Mi', '256Mi') },
  applicationSet: { replicas: 0 },
  notifications: { enabled: false },
  dex: { enabled: false },
  redis: { resources: resources('50m', '64Mi', '256Mi') },
};

/** The Application by which Argo CD keeps itself at the chart and the values it was installed with. */
export function argoCdSource(): ApplicationSettings['source'] {
  const { repoURL, chart, version } = CHART;
  return { repoURL, chart, targetRevision: version, helm: { releaseName: 'argocd', valuesObject: values } };
}

/** Cluster-wide objects of the chart under these values. */
const CLUSTER_WIDE = {
  'apiextensions.k8s.io/CustomResourceDefinition': [
    'applications.argoproj.io',
    'applicationsets.argoproj.io',
    'appprojects.argoproj.io',
  ],
  'rbac.authorization.k8s.io/ClusterRole': ['argocd-application-controller', 'argocd-server'],
  'rbac.authorization.k8s.io/ClusterRoleBinding': ['argocd-application-controller', 'argocd-server'],
};

/** Kinds of the chart within its namespace under these values. */
const NAMESPACED = [
  '/ConfigMap',
  '/Secret',
  '/Service',
  '/ServiceAccount',
  'apps/Deployment',
  'apps/StatefulSet',
  'batch/Job',
  'monitoring.coreos.com/ServiceMonitor',
  'networking.k8s.io/NetworkPolicy',
  'policy/PodDisruptionBudget',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
];

/** The rights of Argo CD over itself: written by hand, since what a chart holds is not known at synth. */
export function argoCdProjectOf(name: string): IAppProject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name, namespace: ARGOCD_NAMESPACE },
    spec: {
      description: 'Argo CD itself',
      sourceRepos: [CHART.repoURL],
      destinations: [{ server: IN_CLUSTER, namespace: ARGOCD_NAMESPACE }],
      clusterResourceWhitelist: Object.entries(CLUSTER_WIDE).flatMap(([kind, names]) =>
        names.map((object) => ({ ...groupAndKind(kind), name: object })),
      ),
      namespaceResourceWhitelist: NAMESPACED.map(groupAndKind),
    },
  };
}

function groupAndKind(entry: string): { group: string; kind: string } {
  const [group = '', kind = ''] = entry.split('/');
  return { group, kind };
}
