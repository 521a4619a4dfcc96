import { CERT_MANAGER_NAMESPACE } from './cert-manager';
import { CRD, type Operator, RBAC_KINDS, resourcesOf } from './operator';

const parts = {
  'trust-manager': {
    labels: { 'app.kubernetes.io/instance': 'trust-manager', 'app.kubernetes.io/name': 'trust-manager' },
    replicas: 2,
    containers: { 'trust-manager': resourcesOf('25m', '64Mi', '256Mi') },
    calledAt: [6443],
    scrapedAt: [9402],
  },
} as const;

/**
 * Hands the certificates of the internal authorities to namespaces. Upstream packs its chart under the tag of the program;
 * the chart of that tag, rendered with these values, brings these objects and no other.
 * @see https://cert-manager.io/docs/trust/trust-manager/
 */
export const trustManager: Operator = {
  name: 'trust-manager',
  source: {
    kind: 'chart',
    repoURL: 'https://charts.jetstack.io',
    chart: 'trust-manager',
    version: 'v0.25.0',
    values: {
      replicaCount: parts['trust-manager'].replicas,
      resources: parts['trust-manager'].containers['trust-manager'],
      podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
      crds: { enabled: true, keep: true },
      // The public authorities: nothing in the bundle is theirs.
      defaultPackage: { enabled: false },
      app: {
        trust: { namespace: CERT_MANAGER_NAMESPACE },
        metrics: { service: { servicemonitor: { enabled: true } } },
      },
    },
  },
  namespace: { name: CERT_MANAGER_NAMESPACE },
  wave: 3,
  waitedFor: true,
  parts,
  brings: ['trust.cert-manager.io'],
  clusterKinds: {
    [CRD]: ['bundles.trust.cert-manager.io'],
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration': ['trust-manager'],
    'rbac.authorization.k8s.io/ClusterRole': ['trust-manager', 'trust-manager-cluster-view'],
    'rbac.authorization.k8s.io/ClusterRoleBinding': ['trust-manager'],
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
