import { CRD, definitionsOf, type Operator, peerOf, RBAC_KINDS, resourcesOf } from './operator';
import { PROMETHEUS_PORT, prometheusPeer } from './prometheus';

const NAMESPACE = 'keda';

/** Port at which the adapter asks the operator for the values of triggers. */
const METRICS_SERVICE_PORT = 9666;

const parts = {
  'keda-operator': {
    labels: { app: 'keda-operator' },
    replicas: 2,
    containers: { 'keda-operator': resourcesOf('100m', '128Mi', '512Mi') },
    scrapedAt: [8080],
  },
  'keda-metrics-apiserver': {
    labels: { app: 'keda-operator-metrics-apiserver' },
    replicas: 2,
    containers: { 'keda-operator-metrics-apiserver': resourcesOf('50m', '96Mi', '256Mi') },
    calledAt: [6443],
    scrapedAt: [8080],
  },
  'keda-webhooks': {
    labels: { app: 'keda-admission-webhooks' },
    replicas: 2,
    containers: { 'keda-admission-webhooks': resourcesOf('25m', '64Mi', '256Mi') },
    calledAt: [9443],
    scrapedAt: [8080],
  },
} as const;

const operator = peerOf('keda-operator', NAMESPACE, parts['keda-operator']);
const adapter = peerOf('keda-metrics-apiserver', NAMESPACE, parts['keda-metrics-apiserver']);

const monitored = { enabled: true, serviceMonitor: { enabled: true } } as const;

/**
 * Scales workloads by what Prometheus and clocks say. Its certificates are cert-manager's, by an authority of its own.
 *
 * Roles have no names and keys are those of the README of chart 2.21.0: neither was compared with what it renders.
 * @see https://keda.sh/docs/latest/operate/
 */
export const keda: Operator = {
  name: 'keda',
  source: {
    kind: 'chart',
    repoURL: 'https://kedacore.github.io/charts',
    chart: 'keda',
    version: '2.21.0',
    values: {
      operator: { replicaCount: parts['keda-operator'].replicas },
      metricsServer: { replicaCount: parts['keda-metrics-apiserver'].replicas },
      webhooks: { replicaCount: parts['keda-webhooks'].replicas },
      resources: {
        operator: parts['keda-operator'].containers['keda-operator'],
        metricServer: parts['keda-metrics-apiserver'].containers['keda-operator-metrics-apiserver'],
        webhooks: parts['keda-webhooks'].containers['keda-admission-webhooks'],
      },
      podDisruptionBudget: {
        operator: { maxUnavailable: 1 },
        metricServer: { maxUnavailable: 1 },
        webhooks: { maxUnavailable: 1 },
      },
      prometheus: { operator: monitored, metricServer: monitored, webhooks: monitored },
      certificates: { certManager: { enabled: true } },
      crds: { install: true },
    },
  },
  namespace: { name: NAMESPACE },
  reachesInto: ['kube-system'],
  wave: 5,
  waitedFor: true,
  parts,
  edges: [
    { client: adapter, server: operator, port: METRICS_SERVICE_PORT },
    { client: operator, server: prometheusPeer, port: PROMETHEUS_PORT },
  ],
  brings: ['eventing.keda.sh', 'keda.sh'],
  clusterKinds: {
    [CRD]: [
      ...definitionsOf('eventing.keda.sh', ['cloudeventsources', 'clustercloudeventsources']),
      ...definitionsOf('keda.sh', [
        'clustertriggerauthentications',
        'scaledjobs',
        'scaledobjects',
        'triggerauthentications',
      ]),
    ],
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration': ['keda-admission'],
    'apiregistration.k8s.io/APIService': ['v1beta1.external.metrics.k8s.io'],
    'rbac.authorization.k8s.io/ClusterRole': [],
    'rbac.authorization.k8s.io/ClusterRoleBinding': [],
  },
  namespacedKinds: [
    '/Service',
    '/ServiceAccount',
    'apps/Deployment',
    'cert-manager.io/Certificate',
    'cert-manager.io/Issuer',
    'monitoring.coreos.com/ServiceMonitor',
    'policy/PodDisruptionBudget',
    ...RBAC_KINDS,
  ],
};
