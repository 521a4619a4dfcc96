import { KV_MOUNT, vaultPathOf } from '../constructs/secrets/props';
import type { Cluster, Environment } from './environment';
import { ARGOCD_NAMESPACE, operatorNamespaces } from './operators';

/** What is true of a cluster and stands in no manifest of ours, as laws need it. */
export function surroundingsOf(cluster: Cluster) {
  const { bootstrapSecrets, gateway, storageClasses, environments } = cluster;
  const { controller } = gateway;
  return {
    namespaces: [ARGOCD_NAMESPACE, ...operatorNamespaces],
    bootstrapSecrets,
    enteredPaths: environments.flatMap(enteredPathsOf),
    storageClasses: storageClasses.map(({ name }) => name),
    gatewayClasses: [{ name: controller.gatewayClassName, supportedFeatures: controller.supportedFeatures }],
  };
}

/** Paths of an environment's vault whose values a person enters. */
function enteredPathsOf({ vault, enteredSecrets }: Environment) {
  if (vault === undefined) return [];
  return enteredSecrets.map(({ namespace, secret }) => ({
    server: vault.url,
    mount: KV_MOUNT,
    path: vaultPathOf(namespace, secret),
  }));
}
