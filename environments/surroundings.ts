import { KV_MOUNT, vaultPathOf } from '../constructs/secrets/props';
import type { Cluster, Environment } from './environment';
import { namespacesOf } from './operators';

/** What is true of a cluster and stands in no manifest of ours, as laws need it. */
export function surroundingsOf(cluster: Cluster) {
  const { bootstrapSecrets, environments, gateway, storageClasses, operators, network, nodeNetwork } =
    cluster;
  const { controller } = gateway;
  return {
    namespaces: ['kube-system'],
    privilegedNamespaces: operators
      .flatMap(namespacesOf)
      .filter(({ podSecurity }) => podSecurity === 'privileged')
      .map(({ name }) => name),
    chartKinds: operators.map(({ source, brings }) => ({
      source: source.kind === 'chart' ? source.chart : source.repoURL,
      groups: brings,
    })),
    networks: [network.podCidr, network.serviceCidr, nodeNetwork],
    bootstrapSecrets,
    enteredPaths: environments.flatMap(enteredPathsOf),
    storageClasses: storageClasses.map(({ name }) => name),
    gatewayClasses: [{ name: controller.gatewayClassName, supportedFeatures: controller.supportedFeatures }],
  };
}

/** Paths of an environment's vault whose values a person enters. */
function enteredPathsOf({ vault, enteredSecrets }: Environment) {
  if (vault === undefined) return [];
  return enteredSecrets.map(({ namespace, secret, keys }) => ({
    server: vault.url,
    mount: KV_MOUNT,
    path: vaultPathOf(namespace, secret),
    properties: keys,
  }));
}
