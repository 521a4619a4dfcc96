/** Pods that a chart of others brings and that our manifests must name. */
export interface OperatorPods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The controller behind the Gateway and what it really applies. */
export interface GatewayController extends OperatorPods {
  readonly gatewayClassName: string;
  /** Ports of its entry points in the pod, which listeners must name. */
  readonly ports: { readonly http: number; readonly https: number };
  /** `GatewayClass.status.supportedFeatures`: other features are accepted and then ignored or answered with 500. */
  readonly supportedFeatures: readonly string[];
}

/**
 * Traefik 3.7 by its Helm chart.
 * @see https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-gateway/
 */
export const traefik: GatewayController = {
  namespace: 'gateway',
  labels: { 'app.kubernetes.io/name': 'traefik' },
  gatewayClassName: 'traefik',
  ports: { http: 8000, https: 8443 },
  supportedFeatures: [
    'BackendTLSPolicy',
    'GRPCRoute',
    'Gateway',
    'GatewayPort8080',
    'HTTPRoute',
    'HTTPRouteBackendProtocolH2C',
    'HTTPRouteBackendProtocolWebSocket',
    'HTTPRouteDestinationPortMatching',
    'HTTPRouteHostRewrite',
    'HTTPRouteMethodMatching',
    'HTTPRoutePathRedirect',
    'HTTPRoutePathRewrite',
    'HTTPRoutePortRedirect',
    'HTTPRouteQueryParamMatching',
    'HTTPRouteResponseHeaderModification',
    'HTTPRouteSchemeRedirect',
    'ReferenceGrant',
    'TLSRoute',
  ],
};

/** Prometheus of the kube-prometheus-stack; `prometheus-operated` is the Service that its operator makes. */
export const prometheus: OperatorPods & { readonly url: string } = {
  namespace: 'monitoring',
  labels: { 'app.kubernetes.io/name': 'prometheus' },
  url: 'http://prometheus-operated.monitoring.svc:9090',
};

/** External Secrets by its Helm chart: reads and writes the vaults for all namespaces. */
export const externalSecrets: OperatorPods = {
  namespace: 'external-secrets',
  labels: { 'app.kubernetes.io/name': 'external-secrets' },
};

/** CloudNativePG by its Helm chart: runs the databases. */
export const cloudnativePg: OperatorPods = {
  namespace: 'cnpg-system',
  labels: { 'app.kubernetes.io/name': 'cloudnative-pg' },
};

/** Namespaces that exist before the first sync or that an operator's own Application brings. */
export const operatorNamespaces: readonly string[] = [
  'kube-system',
  prometheus.namespace,
  externalSecrets.namespace,
  cloudnativePg.namespace,
];

/** Argo CD's own namespace. */
export const ARGOCD_NAMESPACE = 'argocd';
