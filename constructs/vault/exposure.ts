import type { IBackendTLSPolicy } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/BackendTLSPolicy';
import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import type { IServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import {
  IntOrString,
  type KubePodDisruptionBudgetProps,
  type KubeServiceProps,
} from 'cdk8s-plus-27/lib/imports/k8s';
import { INTERNAL_CA_BUNDLE, INTERNAL_CA_KEY } from '../internal-ca/props';
import { selectorLabels } from '../labels';
import { ACTIVE_SERVICE, API_PORT, CLUSTER_PORT, PEERS_SERVICE, VAULT, type VaultSettings } from './props';
import { PORTS } from './stateful-set';

/** Label that OpenBao sets on its own pod while it is the active node. */
const ACTIVE = { 'openbao-active': 'true' };

/** Label of the one Service that is scraped: each node once. */
const SCRAPED = { 'app.kubernetes.io/component': 'vault-nodes' };

/**
 * The Services: `openbao` for any node that is ready, `openbao-active` for the one that need not ask another, and the
 * headless one that names each node, ready or not: a node is not ready before it has found the others.
 */
export function servicesOf(namespace: string): readonly KubeServiceProps[] {
  const selector = selectorLabels(namespace, VAULT);
  const port = (name: string, number: number) => ({
    name,
    port: number,
    protocol: 'TCP',
    targetPort: IntOrString.fromString(name),
  });
  const api = port(PORTS.api, API_PORT);
  const service = (name: string, spec: NonNullable<KubeServiceProps['spec']>, labels = {}) => ({
    metadata: { name, namespace, labels: { ...selector, ...labels } },
    spec: { ...spec, selector: { ...selector, ...spec.selector } },
  });
  return [
    service(VAULT, { ports: [api] }),
    service(ACTIVE_SERVICE, { ports: [api], selector: ACTIVE }),
    service(
      PEERS_SERVICE,
      {
        ports: [api, port(PORTS.cluster, CLUSTER_PORT)],
        clusterIp: 'None',
        publishNotReadyAddresses: true,
      },
      SCRAPED,
    ),
  ];
}

/**
 * A drain may take one node at a time, and one that is not ready at any time. Nothing for a single node: its budget could
 * never be met.
 */
export function podDisruptionBudgetOf(
  namespace: string,
  { replicas }: VaultSettings,
): KubePodDisruptionBudgetProps | undefined {
  if (replicas < 3) return undefined;
  return {
    metadata: { name: VAULT, namespace },
    spec: {
      selector: { matchLabels: { ...selectorLabels(namespace, VAULT) } },
      maxUnavailable: IntOrString.fromNumber(1),
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  };
}

/** What Prometheus scrapes: each node, sealed or not. */
export function serviceMonitorOf(namespace: string): IServiceMonitor {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name: VAULT, namespace },
    spec: {
      selector: { matchLabels: { ...selectorLabels(namespace, VAULT), ...SCRAPED } },
      endpoints: [
        {
          port: PORTS.api,
          scheme: 'https',
          path: '/v1/sys/metrics',
          params: { format: ['prometheus'] },
          interval: '30s',
          tlsConfig: {
            ca: { configMap: { name: INTERNAL_CA_BUNDLE, key: INTERNAL_CA_KEY } },
            serverName: hostOf(VAULT, namespace),
          },
        },
      ],
    },
  };
}

/** The route from outside, and that the gateway speaks TLS to what is behind it; nothing where no route is asked for. */
export function routesOf(
  namespace: string,
  { route }: VaultSettings,
): readonly (IHTTPRoute | IBackendTLSPolicy)[] {
  if (route === undefined) return [];
  const { hostname, gateway, listener } = route;
  return [
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: VAULT, namespace },
      spec: {
        parentRefs: [
          { group: 'gateway.networking.k8s.io', kind: 'Gateway', ...gateway, sectionName: listener },
        ],
        hostnames: [hostname],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/' } }],
            backendRefs: [{ group: '', kind: 'Service', name: ACTIVE_SERVICE, port: API_PORT, weight: 1 }],
          },
        ],
      },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'BackendTLSPolicy',
      metadata: { name: VAULT, namespace },
      spec: {
        targetRefs: [{ group: '', kind: 'Service', name: ACTIVE_SERVICE }],
        validation: {
          caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: INTERNAL_CA_BUNDLE }],
          hostname: hostOf(ACTIVE_SERVICE, namespace),
        },
      },
    },
  ];
}

function hostOf(service: string, namespace: string): string {
  return `${service}.${namespace}.svc`;
}
