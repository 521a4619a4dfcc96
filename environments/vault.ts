import { selectorLabels } from '../constructs/labels';
import type { Edge, Peer } from '../constructs/network/props';
import { portOf } from '../constructs/object-storage/props';
import { reconcilerPeer } from '../constructs/reconciler/props';
import { API_PORT, CLUSTER_PORT, SNAPSHOTS, VAULT, vaultUrl } from '../constructs/vault/props';
import { VAULT_RECONCILE, VAULT_SIGN_IN } from '../reconcilers/vault/policies';
import type { ClusterValues } from './cluster-spec';
import { privateHostname, privateUrl } from './entry';
import type { Vault, VaultReader } from './environment';
import type { EnvironmentValues } from './environment-spec';
import { OIDC_CLIENTS } from './oidc-clients';
import { ARGOCD_NAMESPACE, externalSecretsPeer, prometheusPeer } from './operators';
import { platforms } from './platforms';

/** Name of the vault's application, and of its client at the identity provider. */
export const VAULT_APPLICATION = 'vault';

/** What an environment has besides its vault, as far as the vault must know it. */
export interface VaultNeighbours {
  /** Namespace of the vault itself. */
  readonly namespace: string;
  /** Namespaces of the applications that read secrets. */
  readonly readers: readonly VaultReader[];
  /** Issuer of people's tokens. */
  readonly issuer?: string | undefined;
}

/** The vault of an environment with all that follows from where it runs; nothing where it has none. */
export function vaultOf(
  { name, domain, vault, objectStorage }: EnvironmentValues,
  { namespace, readers, issuer }: VaultNeighbours,
  host: ClusterValues,
): Vault | undefined {
  if (vault === undefined || objectStorage === undefined) return undefined;
  const hostname = privateHostname(domain, 'vault');
  return {
    ...vault,
    namespace,
    url: vaultUrl(namespace),
    hostname,
    consoleUrl: privateUrl(host, hostname),
    snapshots: { ...vault.snapshots, folder: `/${name}/vault` },
    objectStorage: { ...objectStorage, port: portOf(objectStorage.endpoint) },
    readers,
    ...(issuer !== undefined && { issuer }),
  };
}

/** Argo CD reads the secret of its own client from the vault of the environment whose people sign in to it. */
export function platformReaders(
  { name }: EnvironmentValues,
  { platformEnvironment }: ClusterValues,
): readonly VaultReader[] {
  return name === platformEnvironment
    ? [{ namespace: ARGOCD_NAMESPACE, generates: false, clients: [OIDC_CLIENTS.argoCd] }]
    : [];
}

/**
 * Ways to and from the vault: its nodes among themselves, who asks it, and its own way to the issuer of people's tokens,
 * where pods reach that through the gateway's Service.
 */
export function vaultEdges({ namespace, issuer }: Vault, host: ClusterValues): readonly Edge[] {
  const vault = peer(namespace, VAULT);
  const { ports, ...gateway } = platforms[host.platform].gateway;
  const traefik: Peer = { name: 'traefik', namespace: gateway.namespace, labels: gateway.labels };
  const to = (client: Peer, port = API_PORT): Edge => ({ client, server: vault, port });
  return [
    to(vault),
    to(vault, CLUSTER_PORT),
    ...[
      peer(namespace, SNAPSHOTS),
      reconcilerPeer(namespace, VAULT_RECONCILE),
      ...(issuer === undefined ? [] : [reconcilerPeer(namespace, VAULT_SIGN_IN)]),
      externalSecretsPeer,
      prometheusPeer,
      traefik,
    ].map((client) => to(client)),
    ...(issuer !== undefined && host.inClusterEntry === 'gateway-service'
      ? [{ client: vault, server: traefik, port: ports.https }]
      : []),
  ];
}

function peer(namespace: string, name: string): Peer {
  return { namespace, name, labels: selectorLabels(namespace, name) };
}
