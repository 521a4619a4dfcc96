import type { Edge } from '../../constructs/network/props';
import { APPLICATION_HEALTH, CLAIM_HEALTH, DATABASE_HEALTH } from './argo-cd-health';
import { type ArgoCdSignIn, signInValues } from './argo-cd-sign-in';
import {
  CRD,
  definitionsOf,
  type Operator,
  type OperatorPart,
  peerOf,
  RBAC_KINDS,
  resourcesOf,
} from './operator';

/** Argo CD's own namespace. */
export const ARGOCD_NAMESPACE = 'argocd';

/**
 * Longest time of one sync, in seconds. Upstream's default is none: a workload that never becomes ready then blocks the
 * commit that mends it (argo-cd#6055).
 */
const SYNC_TIMEOUT_SECONDS = 1800;

const labelsOf = (part: string) => ({ 'app.kubernetes.io/name': `argocd-${part}` });

const parts = {
  'application-controller': {
    labels: labelsOf('application-controller'),
    replicas: 1,
    containers: { 'application-controller': resourcesOf('250m', '512Mi', '1Gi') },
    scrapedAt: [8082],
  },
  'repo-server': {
    labels: labelsOf('repo-server'),
    replicas: 2,
    containers: { 'repo-server': resourcesOf('100m', '256Mi', '1Gi') },
    callsApiServer: false,
    scrapedAt: [8084],
    // Git and Helm repositories.
    outside: [22, 443],
  },
  server: {
    labels: labelsOf('server'),
    replicas: 2,
    containers: { server: resourcesOf('50m', '128Mi', '256Mi') },
    scrapedAt: [8083],
  },
  redis: {
    labels: labelsOf('redis'),
    replicas: 1,
    containers: { redis: resourcesOf('50m', '64Mi', '256Mi') },
    callsApiServer: false,
  },
  // A Job before each sync of the chart.
  'redis-secret-init': {
    labels: labelsOf('redis-secret-init'),
    replicas: 1,
    containers: { 'secret-init': resourcesOf('10m', '64Mi', '128Mi') },
  },
} as const satisfies Readonly<Record<string, OperatorPart>>;

const peer = (name: keyof typeof parts) => peerOf(name, ARGOCD_NAMESPACE, parts[name]);

/** The pods that answer people and their browsers. */
export const argoCdServerPeer = peer('server');

/** Port at which they answer. */
export const ARGOCD_SERVER_PORT = 8080;

const EDGES: readonly Edge[] = [
  ...(['application-controller', 'server'] as const).map((client) => ({
    client: peer(client),
    server: peer('repo-server'),
    port: 8081,
  })),
  ...(['application-controller', 'repo-server', 'server'] as const).map((client) => ({
    client: peer(client),
    server: peer('redis'),
    port: 6379,
  })),
];

/** Replicas and a budget for the parts that may run twice. */
const twice = { replicas: 2, pdb: { enabled: true, maxUnavailable: 1 } } as const;

const metrics = { enabled: true, serviceMonitor: { enabled: true } } as const;

/** The chart's values, the same for the installation by hand and for self-management. */
function valuesOf(signIn: ArgoCdSignIn | undefined): object {
  const access = signIn && signInValues(signIn);
  return {
    global: { networkPolicy: { create: true } },
    configs: {
      cm: {
        'resource.customizations.health.PersistentVolumeClaim': CLAIM_HEALTH,
        'resource.customizations.health.argoproj.io_Application': APPLICATION_HEALTH,
        'resource.customizations.health.postgresql.cnpg.io_Cluster': DATABASE_HEALTH,
        ...access?.cm,
      },
      params: { 'controller.sync.timeout.seconds': String(SYNC_TIMEOUT_SECONDS), ...access?.params },
      ...(access && { rbac: access.rbac }),
    },
    controller: { metrics, resources: parts['application-controller'].containers['application-controller'] },
    repoServer: { ...twice, metrics, resources: parts['repo-server'].containers['repo-server'] },
    server: { ...twice, metrics, resources: parts.server.containers.server, ...access?.server },
    applicationSet: { replicas: 0 },
    notifications: { enabled: false },
    dex: { enabled: false },
    redis: { resources: parts.redis.containers.redis },
    redisSecretInit: { resources: parts['redis-secret-init'].containers['secret-init'] },
  };
}

/**
 * Argo CD, which was installed by hand with this chart and goes on managing itself from it. It prunes no part of itself,
 * and nothing waits for it, since it runs already; only its monitors wait for their kind.
 * @see https://github.com/argoproj/argo-helm/tree/main/charts/argo-cd
 */
export function argoCd(signIn?: ArgoCdSignIn): Operator {
  return {
    name: 'argo-cd',
    source: {
      kind: 'chart',
      repoURL: 'https://argoproj.github.io/argo-helm',
      chart: 'argo-cd',
      version: '10.9.2',
      values: valuesOf(signIn),
    },
    namespace: { name: ARGOCD_NAMESPACE, internalCa: true },
    wave: 2,
    waitedFor: false,
    prune: false,
    parts,
    edges: EDGES,
    brings: ['argoproj.io'],
    clusterKinds: {
      [CRD]: definitionsOf('argoproj.io', ['applications', 'applicationsets', 'appprojects']),
      'rbac.authorization.k8s.io/ClusterRole': ['argocd-application-controller', 'argocd-server'],
      'rbac.authorization.k8s.io/ClusterRoleBinding': ['argocd-application-controller', 'argocd-server'],
    },
    namespacedKinds: [
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
      ...RBAC_KINDS,
    ],
  };
}
