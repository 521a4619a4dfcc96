import { selectorLabels } from '../constructs/labels';
import type { Edge, Peer } from '../constructs/network/props';
import { portOf } from '../constructs/object-storage/props';
import { API_PORT, CLUSTER_PORT, SNAPSHOTS, VAULT, vaultUrl } from '../constructs/vault/props';
import type { ClusterValues } from './cluster-spec';
import type { Vault, VaultReader } from './environment';
import type { EnvironmentValues } from './environment-spec';
import { ARGOCD_NAMESPACE, externalSecrets, prometheus } from './operators';
import { platforms } from './platforms';

/** Name of the vault's application, and of its client at the identity provider. */
export const VAULT_APPLICATION = 'vault';

/** What an environment has besides its vault, as far as the vault must know it. */
export interface VaultNeighbours {
  /** Namespace of the vault itself. */
  readonly namespace: string;
  /** Namespaces of the applications that read secrets. */
  readonly readers: readonly VaultReader[];
}

/** The vault of an environment with all that follows from where it runs; nothing where it has none. */
export function vaultOf(
  { name, domain, vault, objectStorage }: EnvironmentValues,
  { namespace, readers }: VaultNeighbours,
): Vault | undefined {
  if (vault === undefined || objectStorage === undefined) return undefined;
  return {
    ...vault,
    namespace,
    url: vaultUrl(namespace),
    hostname: `${VAULT_APPLICATION}.internal.${domain}`,
    snapshots: { ...vault.snapshots, folder: `/${name}/vault` },
    objectStorage: { ...objectStorage, port: portOf(objectStorage.endpoint) },
    readers,
  };
}

/** Argo CD reads the secret of its own client from the vault of the environment whose people sign in to it. */
export function platformReaders(
  { name }: EnvironmentValues,
  { platformEnvironment }: ClusterValues,
): readonly VaultReader[] {
  return name === platformEnvironment
    ? [{ namespace: ARGOCD_NAMESPACE, generates: false, clients: ['argo-cd'] }]
    : [];
}

/**
 * Ways to and from the vault: its nodes among themselves, who asks it, and its own way to the issuer of people's tokens,
 * where pods reach that through the gateway's Service.
 */
export function vaultEdges(namespace: string, host: ClusterValues): readonly Edge[] {
  const vault = peer(namespace, VAULT);
  const gateway = { name: 'traefik', ...platforms[host.platform].gateway };
  const to = (client: Peer, port = API_PORT): Edge => ({ client, server: vault, port });
  return [
    to(vault),
    to(vault, CLUSTER_PORT),
    ...[peer(namespace, SNAPSHOTS), operator('external-secrets', externalSecrets)].map((client) =>
      to(client),
    ),
    to(operator('prometheus', prometheus)),
    to(operator('traefik', gateway)),
    ...(host.inClusterEntry === 'gateway-service'
      ? [{ client: vault, server: operator('traefik', gateway), port: gateway.ports.https }]
      : []),
  ];
}

function peer(namespace: string, name: string): Peer {
  return { namespace, name, labels: selectorLabels(namespace, name) };
}

function operator(name: string, { namespace, labels }: Pick<Peer, 'namespace' | 'labels'>): Peer {
  return { namespace, name, labels };
}
