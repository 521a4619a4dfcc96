/**
 * What the applications of a project may hold at most: written by hand, because rights derived from what is rendered
 * would forbid nothing; a new ClusterRoleBinding would widen its own project. Raising a ceiling is a change to this
 * file, which a reviewer sees.
 */
export interface Ceiling {
  /** Kinds without a namespace, as `group/Kind`; the core group is empty. */
  readonly clusterKinds: readonly string[];
  /** Kinds with a namespace. */
  readonly namespacedKinds: readonly string[];
  /** Kinds that the project denies even if somebody lists them. */
  readonly deniedKinds: readonly string[];
}

/** Kinds by which a namespace is bounded; no workload may bound, or unbound, itself. */
const BOUNDS = ['/LimitRange', '/ResourceQuota', 'rbac.authorization.k8s.io/RoleBinding'];

export const ceilings = {
  namespaces: {
    clusterKinds: [
      '/Namespace',
      'rbac.authorization.k8s.io/ClusterRoleBinding',
      'scheduling.k8s.io/PriorityClass',
    ],
    namespacedKinds: [
      '/LimitRange',
      '/ResourceQuota',
      'networking.k8s.io/NetworkPolicy',
      'rbac.authorization.k8s.io/Role',
      'rbac.authorization.k8s.io/RoleBinding',
    ],
    deniedKinds: [],
  },
  'sign-in': {
    clusterKinds: [],
    namespacedKinds: [
      '/ServiceAccount',
      'external-secrets.io/ExternalSecret',
      'external-secrets.io/SecretStore',
      'gateway.networking.k8s.io/HTTPRoute',
    ],
    deniedKinds: BOUNDS,
  },
  trust: {
    clusterKinds: ['cert-manager.io/ClusterIssuer', 'trust.cert-manager.io/Bundle'],
    namespacedKinds: ['cert-manager.io/Certificate'],
    deniedKinds: BOUNDS,
  },
  workloads: {
    clusterKinds: [],
    namespacedKinds: [
      '/ConfigMap',
      '/PersistentVolumeClaim',
      '/Service',
      '/ServiceAccount',
      'apps/Deployment',
      'apps/StatefulSet',
      'autoscaling.k8s.io/VerticalPodAutoscaler',
      'autoscaling/HorizontalPodAutoscaler',
      'barmancloud.cnpg.io/ObjectStore',
      'batch/CronJob',
      'batch/Job',
      'cert-manager.io/Certificate',
      'external-secrets.io/ExternalSecret',
      'external-secrets.io/PushSecret',
      'external-secrets.io/SecretStore',
      'gateway.networking.k8s.io/BackendTLSPolicy',
      'gateway.networking.k8s.io/Gateway',
      'gateway.networking.k8s.io/HTTPRoute',
      'generators.external-secrets.io/Password',
      'keda.sh/ScaledObject',
      'keda.sh/TriggerAuthentication',
      'monitoring.coreos.com/PodMonitor',
      'monitoring.coreos.com/PrometheusRule',
      'monitoring.coreos.com/ServiceMonitor',
      'networking.k8s.io/NetworkPolicy',
      'policy/PodDisruptionBudget',
      'postgresql.cnpg.io/Cluster',
      'postgresql.cnpg.io/ScheduledBackup',
    ],
    deniedKinds: BOUNDS,
  },
} satisfies Record<string, Ceiling>;
