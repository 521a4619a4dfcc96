import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import type { IServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import {
  IntOrString,
  type KubePodDisruptionBudgetProps,
  type KubeServiceProps,
} from 'cdk8s-plus-27/lib/imports/k8s';
import { selectorLabels } from '../labels';
import { PORT_NAME } from './deployment';
import { BENTO_PORT, type ModelServiceSettings } from './props';
import { fewestReplicas } from './scaling-props';

/** The Service in front of the pods. */
export function serviceOf(namespace: string, { name }: ModelServiceSettings): KubeServiceProps {
  const selector = selectorLabels(namespace, name);
  return {
    metadata: { name, namespace, labels: { ...selector } },
    spec: {
      selector: { ...selector },
      ports: [
        { name: PORT_NAME, port: BENTO_PORT, protocol: 'TCP', targetPort: IntOrString.fromString(PORT_NAME) },
      ],
    },
  };
}

/** The route from outside; nothing for a model that only the cluster reaches. */
export function httpRouteOf(
  namespace: string,
  { name, route }: ModelServiceSettings,
): IHTTPRoute | undefined {
  if (route === undefined) return undefined;
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace },
    spec: {
      parentRefs: [
        {
          group: 'gateway.networking.k8s.io',
          kind: 'Gateway',
          name: route.gateway.name,
          namespace: route.gateway.namespace,
          sectionName: route.listener,
        },
      ],
      hostnames: [route.hostname],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [{ group: '', kind: 'Service', name, port: BENTO_PORT, weight: 1 }],
        },
      ],
    },
  };
}

/**
 * A drain may take one pod at a time, and a pod that is not ready at any time. Nothing for a model that may have a
 * single pod: its budget could never be met, so it would block every drain.
 */
export function podDisruptionBudgetOf(
  namespace: string,
  { name, scaling }: ModelServiceSettings,
): KubePodDisruptionBudgetProps | undefined {
  if (fewestReplicas(scaling) < 2) return undefined;
  return {
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { ...selectorLabels(namespace, name) } },
      maxUnavailable: IntOrString.fromNumber(1),
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  };
}

/** What Prometheus scrapes. */
export function serviceMonitorOf(namespace: string, { name }: ModelServiceSettings): IServiceMonitor {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { ...selectorLabels(namespace, name) } },
      endpoints: [{ port: PORT_NAME, path: '/metrics', interval: '30s' }],
    },
  };
}
