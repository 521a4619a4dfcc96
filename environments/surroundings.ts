import type { Cluster } from './environment';
import { ARGOCD_NAMESPACE, operatorNamespaces } from './operators';

/** What is true of a cluster and stands in no manifest of ours, as laws need it. */
export function surroundingsOf({ bootstrapSecrets, gateway: { controller }, storageClasses }: Cluster) {
  return {
    namespaces: [ARGOCD_NAMESPACE, ...operatorNamespaces],
    bootstrapSecrets,
    enteredPaths: [],
    storageClasses: storageClasses.map(({ name }) => name),
    gatewayClasses: [{ name: controller.gatewayClassName, supportedFeatures: controller.supportedFeatures }],
  };
}
