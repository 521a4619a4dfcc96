import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import type { IServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import {
  IntOrString,
  type KubePodDisruptionBudgetProps,
  type KubeServiceProps,
} from 'cdk8s-plus-27/lib/imports/k8s';
import { selectorLabels } from '../labels';
import {
  HTTP_PORT,
  INTERNAL_SERVICE,
  KEYCLOAK,
  type KeycloakSettings,
  MANAGEMENT_PORT,
  PEER_PORTS,
} from './props';
import { PORTS } from './stateful-set';

/** The Service in front of the servers. */
export function serviceOf(namespace: string): KubeServiceProps {
  return {
    metadata: { name: KEYCLOAK, namespace, labels: { ...selectorLabels(namespace, KEYCLOAK) } },
    spec: { selector: { ...selectorLabels(namespace, KEYCLOAK) }, ports: [portOf(PORTS.http, HTTP_PORT)] },
  };
}

/** Names of the single servers; those that are not ready have metrics, too. */
export function internalServiceOf(namespace: string): KubeServiceProps {
  return {
    metadata: { name: INTERNAL_SERVICE, namespace, labels: { ...selectorLabels(namespace, KEYCLOAK) } },
    spec: {
      clusterIp: 'None',
      publishNotReadyAddresses: true,
      selector: { ...selectorLabels(namespace, KEYCLOAK) },
      ports: [
        portOf(PORTS.management, MANAGEMENT_PORT),
        portOf(PORTS.jgroups, PEER_PORTS.jgroups),
        portOf(PORTS.failureDetection, PEER_PORTS.failureDetection),
      ],
    },
  };
}

/**
 * What people sign in with, and nothing else: a route cannot leave out a path, so each one is listed. The realm `master`
 * is not among them.
 */
export function publicRouteOf(namespace: string, { publicRoute, realm }: KeycloakSettings): IHTTPRoute {
  return routeOf(namespace, KEYCLOAK, publicRoute, [`/realms/${realm}`, '/resources', '/.well-known']);
}

/** What administrators need: the console at `/admin/<realm>/console`, where they sign in at the realm itself. */
export function adminRouteOf(namespace: string, { adminRoute, realm }: KeycloakSettings): IHTTPRoute {
  return routeOf(namespace, `${KEYCLOAK}-admin`, adminRoute, ['/admin', `/realms/${realm}`, '/resources']);
}

/** A drain takes one server at a time. Nothing for a single one: its budget could never be met. */
export function podDisruptionBudgetOf(
  namespace: string,
  { replicas }: KeycloakSettings,
): KubePodDisruptionBudgetProps | undefined {
  if (replicas < 2) return undefined;
  return {
    metadata: { name: KEYCLOAK, namespace },
    spec: {
      selector: { matchLabels: { ...selectorLabels(namespace, KEYCLOAK) } },
      maxUnavailable: IntOrString.fromNumber(1),
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  };
}

/** What Prometheus scrapes. */
export function serviceMonitorOf(namespace: string): IServiceMonitor {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name: KEYCLOAK, namespace },
    spec: {
      selector: { matchLabels: { ...selectorLabels(namespace, KEYCLOAK) } },
      endpoints: [{ port: PORTS.management, path: '/metrics', interval: '30s' }],
    },
  };
}

function portOf(name: string, port: number) {
  return { name, port, protocol: 'TCP', targetPort: IntOrString.fromString(name) };
}

function routeOf(
  namespace: string,
  name: string,
  { hostname, gateway, listener }: KeycloakSettings['publicRoute'],
  paths: readonly string[],
): IHTTPRoute {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace },
    spec: {
      parentRefs: [
        {
          group: 'gateway.networking.k8s.io',
          kind: 'Gateway',
          name: gateway.name,
          namespace: gateway.namespace,
          sectionName: listener,
        },
      ],
      hostnames: [hostname],
      rules: [
        {
          matches: paths.map((value) => ({ path: { type: 'PathPrefix', value } })),
          backendRefs: [{ group: '', kind: 'Service', name: KEYCLOAK, port: HTTP_PORT, weight: 1 }],
        },
      ],
    },
  };
}
