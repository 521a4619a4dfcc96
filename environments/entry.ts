import type { Ipv4 } from '../values/cidr';
import { httpsUrl } from '../values/url';
import type { ClusterValues } from './cluster-spec';
import { platforms } from './platforms';

/** First labels of the host names that only administrators reach. */
export const PRIVATE_HOSTS = { vault: 'vault', keycloak: 'id', argoCd: 'argocd' } as const;

/** Domain of the host names that only administrators reach, one label deep. */
export function internalDomainOf(domain: string): string {
  return `internal.${domain}`;
}

/** Host name of the private listener: what routes and certificates name, without a port. */
export function privateHostname(domain: string, host: keyof typeof PRIVATE_HOSTS): string {
  return `${PRIVATE_HOSTS[host]}.${internalDomainOf(domain)}`;
}

/**
 * URL of a host of the private listener as administrators enter it. Addresses to return to, consoles and commands all
 * take it from here: a browser is sent back only to the very text that was agreed on.
 */
export function privateUrl(host: Pick<ClusterValues, 'platform'>, hostname: string): string {
  return httpsUrl(hostname, privatePort(host));
}

/** Port of those URLs. */
export function privatePort({ platform }: Pick<ClusterValues, 'platform'>): number {
  return platforms[platform].privatePort;
}

/** Addresses to which DNS must lead: public hosts to the balancers, private ones past them to the workers. */
export function entryAddresses({ virtualIp, nodes }: Pick<ClusterValues, 'virtualIp' | 'nodes'>): {
  readonly public: readonly Ipv4[];
  readonly private: readonly Ipv4[];
} {
  const workers = nodes.filter(({ role }) => role === 'worker').map(({ address }) => address);
  return { public: [virtualIp], private: workers };
}
