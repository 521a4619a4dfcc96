import type { ClusterValues } from '../cluster-spec';
import { type Operator, type OperatorPods, RBAC_KINDS, resourcesOf } from './operator';

/** The controller behind the Gateway and what it really applies. */
export interface GatewayController extends OperatorPods {
  readonly gatewayClassName: string;
  /** Name of its Service, whose ports are those of public hosts. */
  readonly service: string;
  /** Ports of its entry points in the pod, which listeners must name. */
  readonly ports: { readonly http: number; readonly https: number; readonly private: number };
  /** Ports of every worker at which the entry points are reached from outside of the cluster. */
  readonly nodePorts: { readonly http: number; readonly https: number; readonly private: number };
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
  // The chart names it for the release.
  service: 'traefik',
  ports: { http: 8000, https: 8443, private: 8444 },
  nodePorts: { http: 30080, https: 30443, private: 30444 },
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

/** Port at which Prometheus scrapes it. */
const METRICS_PORT = 9100;

/**
 * One pod on each worker, since a worker hands connections to its own pod alone so that the address of the client is
 * kept. Of its definitions none is installed: it reads the Gateway API and nothing else.
 *
 * Keys are those of the values.yaml of chart 41.6.1; they were not compared with what it renders.
 * @see https://github.com/traefik/traefik-helm-chart
 */
export function traefikOperator(cluster: ClusterValues): Operator {
  const parts = {
    traefik: {
      labels: traefik.labels,
      replicas: 'every-worker',
      containers: { traefik: resourcesOf('100m', '128Mi', '256Mi') },
      scrapedAt: [METRICS_PORT],
    },
  } as const;
  return {
    name: 'traefik',
    source: {
      kind: 'chart',
      repoURL: 'https://traefik.github.io/charts',
      chart: 'traefik',
      version: '41.6.1',
      skipCrds: true,
      values: valuesOf(cluster, parts.traefik.containers.traefik),
    },
    namespace: { name: traefik.namespace },
    wave: 5,
    waitedFor: true,
    parts,
    brings: [],
    clusterKinds: {
      'gateway.networking.k8s.io/GatewayClass': [traefik.gatewayClassName],
      'rbac.authorization.k8s.io/ClusterRole': [],
      'rbac.authorization.k8s.io/ClusterRoleBinding': [],
    },
    namespacedKinds: [
      '/Service',
      '/ServiceAccount',
      'apps/DaemonSet',
      'monitoring.coreos.com/ServiceMonitor',
      ...RBAC_KINDS,
    ],
  };
}

/** Only the balancers may say who the client is; at the private entry point nobody stands between. */
function valuesOf({ balancers, virtualIp }: ClusterValues, resources: object): object {
  const { ports, nodePorts, gatewayClassName } = traefik;
  const trustedIPs = balancers.map(({ address }) => `${address}/32`);
  const behindBalancers = { proxyProtocol: { trustedIPs }, forwardedHeaders: { trustedIPs } };
  return {
    deployment: { kind: 'DaemonSet' },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    providers: {
      kubernetesCRD: { enabled: false },
      kubernetesIngress: { enabled: false },
      kubernetesGateway: { enabled: true, statusAddress: { ip: virtualIp, service: { enabled: false } } },
    },
    gateway: { enabled: false },
    gatewayClass: { enabled: true, name: gatewayClassName },
    ingressClass: { enabled: false },
    ports: {
      web: { port: ports.http, nodePort: nodePorts.http, ...behindBalancers },
      websecure: { port: ports.https, nodePort: nodePorts.https, ...behindBalancers },
      private: {
        port: ports.private,
        exposedPort: ports.private,
        expose: { default: true },
        nodePort: nodePorts.private,
        protocol: 'TCP',
      },
      metrics: { port: METRICS_PORT },
    },
    service: { spec: { type: 'NodePort', externalTrafficPolicy: 'Local' } },
    metrics: { prometheus: { service: { enabled: true }, serviceMonitor: { enabled: true } } },
    api: { dashboard: false },
    global: { checkNewVersion: false, sendAnonymousUsage: false },
    resources,
  };
}
