import type { Edge, Peer } from '../../constructs/network/props';
import {
  type ContainerResources,
  type OperatorPart,
  type OperatorPods,
  peerOf,
  resourcesOf,
} from './operator';

/** Prometheus of the kube-prometheus-stack; `prometheus-operated` is the Service that its operator makes. */
export const prometheus: OperatorPods & { readonly url: string } = {
  namespace: 'monitoring',
  labels: { 'app.kubernetes.io/name': 'prometheus' },
  url: 'http://prometheus-operated.monitoring.svc:9090',
};

/** Port at which Prometheus answers queries. */
export const PROMETHEUS_PORT = 9090;

/** Prometheus: the client of every edge to what it scrapes, the server of those who query it. */
export const prometheusPeer: Peer = peerOf('prometheus', prometheus.namespace, prometheus);

/** Namespace of the exporter that looks at nodes, apart since it needs them. */
export const NODE_EXPORTER_NAMESPACE = 'node-exporter';

/** Port of every node at which that exporter listens. */
export const NODE_EXPORTER_PORT = 9100;

const configReloader: ContainerResources = resourcesOf('10m', '32Mi', '64Mi');

/** Pods of the stack; what talks to machines is added where the cluster is known. */
export const monitoringParts = {
  prometheus: {
    labels: prometheus.labels,
    replicas: 2,
    containers: { prometheus: resourcesOf('250m', '1Gi', '3Gi'), configReloader },
    storage: '20Gi',
    scrapedAt: [PROMETHEUS_PORT, 8080],
  },
  alertmanager: {
    labels: { 'app.kubernetes.io/name': 'alertmanager' },
    replicas: 3,
    containers: { alertmanager: resourcesOf('25m', '64Mi', '128Mi'), configReloader },
    storage: '1Gi',
    callsApiServer: false,
    scrapedAt: [9093, 8080],
  },
  'prometheus-operator': {
    labels: { app: 'kube-prometheus-stack-operator' },
    replicas: 1,
    containers: { operator: resourcesOf('50m', '128Mi', '256Mi') },
    calledAt: [10250],
    scrapedAt: [10250],
  },
  'kube-state-metrics': {
    labels: { 'app.kubernetes.io/name': 'kube-state-metrics' },
    replicas: 1,
    containers: { 'kube-state-metrics': resourcesOf('25m', '96Mi', '256Mi') },
    scrapedAt: [8080],
  },
  'node-exporter': {
    namespace: NODE_EXPORTER_NAMESPACE,
    labels: { 'app.kubernetes.io/name': 'prometheus-node-exporter' },
    replicas: 'every-node',
    containers: { 'node-exporter': resourcesOf('25m', '32Mi', '64Mi') },
    hostNetwork: true,
    callsApiServer: false,
  },
} as const satisfies Readonly<Record<string, OperatorPart>>;

const alertmanager = peerOf('alertmanager', prometheus.namespace, monitoringParts.alertmanager);

/** Alerts go from Prometheus to Alertmanager, whose pods tell each other of those that were sent. */
export const monitoringEdges: readonly Edge[] = [
  { client: prometheusPeer, server: alertmanager, port: 9093 },
  { client: alertmanager, server: alertmanager, port: 9094 },
];
