import type { Cluster } from './environment';

/**
 * The DNS server of the cluster as kubeadm installs it: name of its Deployment and of the ConfigMap with the Corefile.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/cmd/kubeadm/app/phases/addons/dns/manifests.go
 */
export const DNS_SERVER = 'coredns';

/** The server block of its Corefile that answers pods. */
export const SERVER_BLOCK = '.:53 {';

type Names = Pick<Cluster, 'inClusterEntry' | 'gateway' | 'environments'>;

/**
 * Lines of the Corefile by which public host names lead pods to the gateway's Service, where the cluster wants that; for
 * others the balancers do it. A name of several labels, such as those of the private listener, is left alone.
 * @see https://coredns.io/plugins/rewrite/
 */
export function publicNameLines(cluster: Names): readonly string[] {
  if (cluster.inClusterEntry !== 'gateway-service') return [];
  return cluster.environments.map(
    ({ domain }) =>
      `rewrite name regex ^[^.]+\\.${domain.replaceAll('.', '\\.')}\\.$ ${publicNameTarget(cluster)}`,
  );
}

/** How each of those lines ends, by which they are found again once a domain is no longer there. */
export function publicNameTarget({ gateway: { controller } }: Pick<Cluster, 'gateway'>): string {
  return `${controller.service}.${controller.namespace}.svc.cluster.local. answer auto`;
}
