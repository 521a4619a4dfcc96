/** A Go module that carries custom resource definitions. */
export interface CrdSource {
  readonly module: string;
  readonly version: string;
  /** Checksum of the module's zip, as `go.sum` has it; `go mod download -json MODULE@VERSION` prints it. */
  readonly sum: string;
  /** Folder inside the module. */
  readonly folder: string;
  /** YAML files in that folder. */
  readonly files: readonly string[];
}

/**
 * Definitions of every custom resource that `dist/` may hold, at the versions that the platform installs.
 * A new kind is a new line here.
 */
export const CRD_SOURCES: readonly CrdSource[] = [
  {
    module: 'github.com/argoproj/argo-cd/v3',
    version: 'v3.5.3',
    sum: 'h1:klbUb5LOK+oJSBkR0OYGlLkG9IpsPVtSR2idOdaQb2I=',
    folder: 'manifests/crds',
    files: ['application-crd.yaml', 'applicationset-crd.yaml', 'appproject-crd.yaml'],
  },
  {
    module: 'github.com/kedacore/keda/v2',
    version: 'v2.21.0',
    sum: 'h1:R6z2HZvstK4RLUMxroNACzBj74xGxt3kG59b5Xc+Xps=',
    folder: 'config/crd/bases',
    files: [
      'keda.sh_scaledobjects.yaml',
      'keda.sh_scaledjobs.yaml',
      'keda.sh_triggerauthentications.yaml',
      'keda.sh_clustertriggerauthentications.yaml',
    ],
  },
  {
    module: 'k8s.io/autoscaler/vertical-pod-autoscaler',
    version: 'v1.8.1',
    sum: 'h1:Pe8bV1wozN4gOKO1rleiIY5alIyAXN+DnXDbXQcL4fI=',
    folder: 'deploy',
    files: ['vpa-v1-crd-gen.yaml'],
  },
  {
    module: 'sigs.k8s.io/gateway-api',
    version: 'v1.6.3',
    sum: 'h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=',
    folder: 'config/crd/standard',
    files: [
      'gateway.networking.k8s.io_gatewayclasses.yaml',
      'gateway.networking.k8s.io_gateways.yaml',
      'gateway.networking.k8s.io_httproutes.yaml',
      'gateway.networking.k8s.io_grpcroutes.yaml',
      'gateway.networking.k8s.io_backendtlspolicies.yaml',
      'gateway.networking.k8s.io_listenersets.yaml',
      'gateway.networking.k8s.io_referencegrants.yaml',
    ],
  },
  {
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.94.1',
    sum: 'h1:QEIb2wenPH+SdMN1xMf8l4Pmj00YYXXI6HlbLlQWkww=',
    folder: 'example/prometheus-operator-crd',
    files: [
      'monitoring.coreos.com_servicemonitors.yaml',
      'monitoring.coreos.com_podmonitors.yaml',
      'monitoring.coreos.com_probes.yaml',
      'monitoring.coreos.com_prometheusrules.yaml',
      'monitoring.coreos.com_alertmanagerconfigs.yaml',
    ],
  },
  {
    module: 'github.com/external-secrets/external-secrets',
    version: 'v1.3.2',
    sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
    folder: 'config/crds/bases',
    files: [
      'external-secrets.io_externalsecrets.yaml',
      'external-secrets.io_secretstores.yaml',
      'external-secrets.io_clustersecretstores.yaml',
      'external-secrets.io_pushsecrets.yaml',
      'generators.external-secrets.io_passwords.yaml',
    ],
  },
  {
    module: 'github.com/cert-manager/cert-manager',
    version: 'v1.21.2',
    sum: 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=',
    folder: 'deploy/crds',
    files: [
      'cert-manager.io_certificates.yaml',
      'cert-manager.io_certificaterequests.yaml',
      'cert-manager.io_issuers.yaml',
      'cert-manager.io_clusterissuers.yaml',
    ],
  },
  {
    module: 'github.com/cert-manager/trust-manager',
    version: 'v0.25.0',
    sum: 'h1:nGtkHH9wEacI5uACdsq8wqCKWsCw1PMrwHPJcrUFUXA=',
    folder: 'deploy/crds',
    files: ['trust.cert-manager.io_bundles.yaml'],
  },
  {
    module: 'github.com/cloudnative-pg/cloudnative-pg',
    version: 'v1.30.1',
    sum: 'h1:d1jxp0jQi7/3zrEhsv9ycD+G5ssmkNvDvTmogaGccCw=',
    folder: 'config/crd/bases',
    files: [
      'postgresql.cnpg.io_clusters.yaml',
      'postgresql.cnpg.io_databases.yaml',
      'postgresql.cnpg.io_poolers.yaml',
      'postgresql.cnpg.io_scheduledbackups.yaml',
      'postgresql.cnpg.io_backups.yaml',
    ],
  },
  {
    module: 'github.com/cloudnative-pg/plugin-barman-cloud',
    version: 'v0.15.0',
    sum: 'h1:gNVytrzzYUE08wxLDrjfJqy1FPPSFkMe1OEr4s4pVI0=',
    folder: 'config/crd/bases',
    files: ['barmancloud.cnpg.io_objectstores.yaml'],
  },
];
