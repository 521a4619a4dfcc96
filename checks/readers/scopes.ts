/**
 * Kinds whose scope is known: those that Kubernetes brings and those of the products that run here. Of any other kind
 * nobody can tell without its CustomResourceDefinition.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris
 */
const CLUSTER: ReadonlySet<string> = kinds({
  '': 'Namespace Node PersistentVolume',
  'admissionregistration.k8s.io':
    'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration',
  'apiextensions.k8s.io': 'CustomResourceDefinition',
  'apiregistration.k8s.io': 'APIService',
  'cert-manager.io': 'ClusterIssuer',
  'certificates.k8s.io': 'CertificateSigningRequest ClusterTrustBundle',
  'external-secrets.io': 'ClusterExternalSecret ClusterPushSecret ClusterSecretStore',
  'flowcontrol.apiserver.k8s.io': 'FlowSchema PriorityLevelConfiguration',
  'gateway.networking.k8s.io': 'GatewayClass',
  'generators.external-secrets.io': 'ClusterGenerator',
  'keda.sh': 'ClusterTriggerAuthentication',
  'networking.k8s.io': 'IngressClass IPAddress ServiceCIDR',
  'node.k8s.io': 'RuntimeClass',
  'postgresql.cnpg.io': 'ClusterImageCatalog',
  'rbac.authorization.k8s.io': 'ClusterRole ClusterRoleBinding',
  'resource.k8s.io': 'DeviceClass ResourceSlice',
  'scheduling.k8s.io': 'PriorityClass',
  'storage.k8s.io': 'CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass',
  'trust.cert-manager.io': 'Bundle',
});

const NAMESPACED: ReadonlySet<string> = kinds({
  '': 'ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount',
  'acme.cert-manager.io': 'Challenge Order',
  apps: 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet',
  'argoproj.io': 'Application ApplicationSet AppProject',
  autoscaling: 'HorizontalPodAutoscaler',
  'autoscaling.k8s.io': 'VerticalPodAutoscaler VerticalPodAutoscalerCheckpoint',
  'barmancloud.cnpg.io': 'ObjectStore',
  batch: 'CronJob Job',
  'cert-manager.io': 'Certificate CertificateRequest Issuer',
  'coordination.k8s.io': 'Lease',
  'discovery.k8s.io': 'EndpointSlice',
  'external-secrets.io': 'ExternalSecret PushSecret SecretStore',
  'gateway.networking.k8s.io':
    'BackendTLSPolicy Gateway GRPCRoute HTTPRoute ListenerSet ReferenceGrant TCPRoute TLSRoute UDPRoute',
  'generators.external-secrets.io': 'Password UUID',
  'keda.sh': 'ScaledJob ScaledObject TriggerAuthentication',
  'monitoring.coreos.com':
    'Alertmanager AlertmanagerConfig PodMonitor Probe Prometheus PrometheusAgent PrometheusRule ScrapeConfig ServiceMonitor ThanosRuler',
  'networking.k8s.io': 'Ingress NetworkPolicy',
  policy: 'PodDisruptionBudget',
  'postgresql.cnpg.io':
    'Backup Cluster Database ImageCatalog Pooler Publication ScheduledBackup Subscription',
  'rbac.authorization.k8s.io': 'Role RoleBinding',
  'resource.k8s.io': 'ResourceClaim ResourceClaimTemplate',
  'storage.k8s.io': 'CSIStorageCapacity',
  'traefik.io': 'IngressRoute Middleware ServersTransport TLSOption TLSStore',
});

/** Whether objects of a kind live in a namespace or in the cluster as a whole; undefined where it is not known. */
export function scopeOf(group: string, kind: string): 'cluster' | 'namespaced' | undefined {
  const key = `${group}/${kind}`;
  if (CLUSTER.has(key)) return 'cluster';
  return NAMESPACED.has(key) ? 'namespaced' : undefined;
}

function kinds(byGroup: Readonly<Record<string, string>>): ReadonlySet<string> {
  return new Set(
    Object.entries(byGroup).flatMap(([group, names]) => names.split(' ').map((kind) => `${group}/${kind}`)),
  );
}
