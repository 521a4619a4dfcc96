import type { Cluster } from '../../../environments/environment';
import { publicNameLines } from '../../../environments/public-names';

/** A worker as the harness makes it: the reference cluster's name, address and physical host. */
export interface WorkerPlan {
  readonly name: string;
  readonly address: string;
  /** Addresses of its pods. */
  readonly podCidr: string;
  /** Labels that its kubelet registers with, as the platform's own do. */
  readonly labels: Readonly<Record<string, string>>;
  /** The zone: the physical host. */
  readonly zone: string;
}

/** What of a cluster literal the harness builds from. */
export interface ClusterPlan {
  readonly name: string;
  readonly workers: readonly WorkerPlan[];
  /** Addresses of the API server; all are this one machine's. The first is the one that it listens on. */
  readonly controlPlane: readonly [string, ...string[]];
  /** Addresses of the balancers: whoever connects from one of them is taken for one. */
  readonly balancers: readonly string[];
  /** Length of the node network's prefix. */
  readonly nodePrefix: string;
  readonly podCidr: string;
  readonly serviceCidr: string;
  readonly dns: Cluster['network']['dns'];
  readonly storageClasses: Cluster['storageClasses'];
  /** Lines of the DNS server by which public names lead pods to the gateway, where the literal wants that. */
  readonly publicNames: readonly string[];
}

/** The port of the API server, which policies and clients name. */
export const API_SERVER_PORT = 6443;

export function planOf(cluster: Cluster): ClusterPlan {
  const { name, nodes, balancers, network, storageClasses, nodeNetwork } = cluster;
  const [first, ...others] = nodes
    .filter(({ role }) => role === 'control-plane')
    .map(({ address }) => address);
  if (first === undefined) throw new Error(`${name}: must have a control-plane node`);
  const workers = nodes
    .filter(({ role }) => role === 'worker')
    .map((node, index): WorkerPlan => {
      const { name: worker, address, host: zone } = node;
      const labels = { 'topology.kubernetes.io/region': name, 'topology.kubernetes.io/zone': zone };
      return { name: worker, address, zone, labels, podCidr: podCidrOf(network.podCidr, index + 1) };
    });
  return {
    name,
    workers,
    controlPlane: [first, ...others],
    balancers: balancers.map(({ address }) => address),
    nodePrefix: nodeNetwork.split('/')[1] ?? '24',
    podCidr: network.podCidr,
    serviceCidr: network.serviceCidr,
    dns: network.dns,
    storageClasses,
    publicNames: publicNameLines(cluster),
  };
}

/** The `index`-th network of 256 addresses in the pods' network, as the controller manager hands them out. */
function podCidrOf(cidr: string, index: number): string {
  const [base = ''] = cidr.split('/');
  const [first, second, third] = base.split('.').map(Number);
  return `${first}.${second}.${(third ?? 0) + index}.0/24`;
}
