import {
  IntOrString,
  type KubePodDisruptionBudgetProps,
  type KubeServiceProps,
} from 'cdk8s-plus-27/lib/imports/k8s';
import { selectorLabels } from '../labels';
import { PORT_NAME } from './deployment';
import { gatewayOf, type ModelGatewaySettings, PROXY_PORT } from './props';

/** The Service in front of the proxies. */
export function serviceOf(namespace: string, { model }: ModelGatewaySettings): KubeServiceProps {
  const name = gatewayOf(model);
  const selector = selectorLabels(namespace, name);
  return {
    metadata: { name, namespace, labels: { ...selector } },
    spec: {
      selector: { ...selector },
      ports: [
        { name: PORT_NAME, port: PROXY_PORT, protocol: 'TCP', targetPort: IntOrString.fromString(PORT_NAME) },
      ],
    },
  };
}

/** A drain takes one proxy at a time. Nothing for a single one: its budget could never be met. */
export function podDisruptionBudgetOf(
  namespace: string,
  { model, replicas }: ModelGatewaySettings,
): KubePodDisruptionBudgetProps | undefined {
  if (replicas < 2) return undefined;
  const name = gatewayOf(model);
  return {
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { ...selectorLabels(namespace, name) } },
      maxUnavailable: IntOrString.fromNumber(1),
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  };
}
