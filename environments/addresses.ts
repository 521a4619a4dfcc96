import type { Ipv4 } from '../values/cidr';
import type { ClusterValues } from './cluster-spec';

/** Port of the API server on the control-plane nodes: a policy sees the address behind its Service. */
export const API_SERVER_PORT = 6443;

/** Port of the virtual address at which public hosts are reached. */
export const ENTRY_PORT = 443;

/** Addresses of the API server, as a policy of pods that call it must name them. */
export function apiServerAddresses({ nodes }: Pick<ClusterValues, 'nodes'>): readonly Ipv4[] {
  return nodes.filter(({ role }) => role === 'control-plane').map(({ address }) => address);
}
