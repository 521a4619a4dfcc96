import type { ClusterValues } from '../cluster-spec';
import { type Operator, resourcesOf } from './operator';

/** Port of every kubelet. */
export const KUBELET_PORT = 10250;

/**
 * What pods and nodes take, for horizontal and vertical scaling. It must accept the certificates that kubeadm's kubelets
 * make for themselves; its own one is cert-manager's, which the API server checks.
 *
 * Rendered here is chart 3.13.1 with these values: it brings these objects and no other.
 * @see https://github.com/kubernetes-sigs/metrics-server
 */
export function metricsServer({ nodes }: ClusterValues): Operator {
  const addresses = nodes.map(({ address }) => address);
  const parts = {
    'metrics-server': {
      labels: { 'app.kubernetes.io/name': 'metrics-server' },
      replicas: 2,
      containers: { 'metrics-server': resourcesOf('100m', '200Mi', '400Mi') },
      calledAt: [10250],
      scrapedAt: [10250],
      machines: [{ name: 'kubelets', addresses, port: KUBELET_PORT }],
    },
  } as const;
  return {
    name: 'metrics-server',
    source: {
      kind: 'chart',
      repoURL: 'https://kubernetes-sigs.github.io/metrics-server',
      chart: 'metrics-server',
      version: '3.14.0',
      values: {
        replicas: parts['metrics-server'].replicas,
        resources: parts['metrics-server'].containers['metrics-server'],
        args: ['--kubelet-insecure-tls'],
        podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
        tls: { type: 'cert-manager' },
        apiService: { insecureSkipTLSVerify: false },
        metrics: { enabled: true },
        serviceMonitor: { enabled: true },
      },
    },
    namespace: { name: 'metrics-server' },
    reachesInto: ['kube-system'],
    wave: 5,
    waitedFor: false,
    parts,
    brings: [],
    clusterKinds: {
      'apiregistration.k8s.io/APIService': ['v1beta1.metrics.k8s.io'],
      'rbac.authorization.k8s.io/ClusterRole': [
        'system:metrics-server',
        'system:metrics-server-aggregated-reader',
      ],
      'rbac.authorization.k8s.io/ClusterRoleBinding': [
        'metrics-server:system:auth-delegator',
        'system:metrics-server',
      ],
    },
    namespacedKinds: [
      '/Service',
      '/ServiceAccount',
      'apps/Deployment',
      'cert-manager.io/Certificate',
      'cert-manager.io/Issuer',
      'monitoring.coreos.com/ServiceMonitor',
      'policy/PodDisruptionBudget',
      'rbac.authorization.k8s.io/RoleBinding',
    ],
  };
}
