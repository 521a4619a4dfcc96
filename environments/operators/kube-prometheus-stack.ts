import type { ClusterValues } from '../cluster-spec';
import { KUBELET_PORT } from './metrics-server';
import { type Operator, type OperatorPart, RBAC_KINDS } from './operator';
import {
  monitoringEdges,
  monitoringParts,
  NODE_EXPORTER_NAMESPACE,
  NODE_EXPORTER_PORT,
  prometheus,
  prometheusPeer,
} from './prometheus';

/** Port at which the DNS server of kubeadm tells its metrics. */
const DNS_METRICS_PORT = 9153;

/** How long Prometheus keeps what it scraped, and at most how much of its volume. */
const RETENTION = { retention: '15d', retentionSize: '16GiB' } as const;

/**
 * Prometheus, Alertmanager and what they look at, without Grafana. Monitors of all namespaces count. The control plane's
 * own metrics are shut by kubeadm, so nothing looks for them. Of the two certificates of the webhook cert-manager's is
 * used, since the chart's own one takes two Jobs.
 *
 * Roles have no names and keys are those of the values.yaml of chart 92.1.0: neither was compared with what it renders.
 * @see https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack
 */
export function kubePrometheusStack({ nodes, network: { dns } }: ClusterValues): Operator {
  const addresses = nodes.map(({ address }) => address);
  const parts: Readonly<Record<string, OperatorPart>> = {
    ...monitoringParts,
    prometheus: {
      ...monitoringParts.prometheus,
      machines: [
        { name: 'kubelets', addresses, port: KUBELET_PORT },
        { name: 'node-exporters', addresses, port: NODE_EXPORTER_PORT },
      ],
    },
  };
  const dnsServer = { namespace: dns.namespace, name: dns.app, labels: { 'k8s-app': dns.app } };
  return {
    name: 'kube-prometheus-stack',
    source: {
      kind: 'chart',
      repoURL: 'https://prometheus-community.github.io/helm-charts',
      chart: 'kube-prometheus-stack',
      version: '92.1.0',
      values: valuesOf(),
    },
    namespace: { name: prometheus.namespace },
    furtherNamespaces: [{ name: NODE_EXPORTER_NAMESPACE, podSecurity: 'privileged' }],
    reachesInto: [dns.namespace],
    wave: 5,
    waitedFor: false,
    parts,
    edges: [...monitoringEdges, { client: prometheusPeer, server: dnsServer, port: DNS_METRICS_PORT }],
    brings: [],
    clusterKinds: {
      'admissionregistration.k8s.io/MutatingWebhookConfiguration': ['kube-prometheus-stack-admission'],
      'admissionregistration.k8s.io/ValidatingWebhookConfiguration': ['kube-prometheus-stack-admission'],
      'rbac.authorization.k8s.io/ClusterRole': [],
      'rbac.authorization.k8s.io/ClusterRoleBinding': [],
    },
    namespacedKinds: NAMESPACED,
  };
}

const NAMESPACED = [
  '/ConfigMap',
  '/Secret',
  '/Service',
  '/ServiceAccount',
  'apps/DaemonSet',
  'apps/Deployment',
  'cert-manager.io/Certificate',
  'cert-manager.io/Issuer',
  'monitoring.coreos.com/Alertmanager',
  'monitoring.coreos.com/Prometheus',
  'monitoring.coreos.com/PrometheusRule',
  'monitoring.coreos.com/ServiceMonitor',
  ...RBAC_KINDS,
];

function valuesOf(): object {
  const { alertmanager, 'kube-state-metrics': state, 'node-exporter': onNodes } = monitoringParts;
  const { containers: own } = monitoringParts['prometheus-operator'];
  return {
    crds: { enabled: false },
    grafana: { enabled: false },
    kubeControllerManager: { enabled: false },
    kubeEtcd: { enabled: false },
    kubeProxy: { enabled: false },
    kubeScheduler: { enabled: false },
    prometheusOperator: {
      resources: own.operator,
      prometheusConfigReloader: { resources: monitoringParts.prometheus.containers.configReloader },
      admissionWebhooks: { certManager: { enabled: true }, patch: { enabled: false } },
    },
    prometheus: { prometheusSpec: prometheusSpec() },
    alertmanager: {
      alertmanagerSpec: {
        replicas: alertmanager.replicas,
        resources: alertmanager.containers.alertmanager,
        storage: claimOf(alertmanager.storage),
      },
    },
    'kube-state-metrics': { resources: state.containers['kube-state-metrics'] },
    nodeExporter: { operatingSystems: { aix: { enabled: false }, darwin: { enabled: false } } },
    'prometheus-node-exporter': {
      namespaceOverride: NODE_EXPORTER_NAMESPACE,
      resources: onNodes.containers['node-exporter'],
    },
  };
}

function prometheusSpec(): object {
  const { replicas, containers, storage } = monitoringParts.prometheus;
  return {
    replicas,
    resources: containers.prometheus,
    ...RETENTION,
    storageSpec: claimOf(storage),
    podMonitorSelectorNilUsesHelmValues: false,
    probeSelectorNilUsesHelmValues: false,
    ruleSelectorNilUsesHelmValues: false,
    serviceMonitorSelectorNilUsesHelmValues: false,
  };
}

function claimOf(storage: string): object {
  return {
    volumeClaimTemplate: {
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
    },
  };
}
