import {
  DATABASE,
  HTTP_PORT,
  issuerOf,
  KEYCLOAK,
  keycloakUrl,
  MANAGEMENT_PORT,
  PEER_PORTS,
} from '../constructs/keycloak/props';
import { selectorLabels } from '../constructs/labels';
import type { Edge, Peer } from '../constructs/network/props';
import { portOf } from '../constructs/object-storage/props';
import { instanceLabels, METRICS_PORT, POSTGRESQL_PORT, STATUS_PORT } from '../constructs/postgresql/props';
import { reconcilerPeer } from '../constructs/reconciler/props';
import type { KeycloakStateProps } from '../reconcilers/keycloak/state';
import type { PinnedImage } from '../values/image';
import type { ClusterValues } from './cluster-spec';
import { privateHostname, privatePort } from './entry';
import type { Keycloak } from './environment';
import type { EnvironmentValues } from './environment-spec';
import { clientsOf } from './oidc-clients';
import { cloudnativePgPeer, prometheusPeer } from './operators';
import { platforms } from './platforms';

/** Name of the application. */
export const KEYCLOAK_APPLICATION = 'keycloak';

/** Name of the program that keeps the realm, and of the Secret of its own client there. */
export const RECONCILER = 'keycloak-reconcile';

/** The identity provider of an environment with all that follows from where it runs; nothing where it has none. */
export function keycloakOf(
  values: EnvironmentValues,
  namespace: string,
  host: ClusterValues,
): Keycloak | undefined {
  const { domain, keycloak, objectStorage, registry } = values;
  if (keycloak === undefined || objectStorage === undefined) return undefined;
  const { image, realm, ...rest } = keycloak;
  const hostname = `id.${domain}`;
  return {
    ...rest,
    namespace,
    url: keycloakUrl(namespace),
    hostname,
    adminHostname: privateHostname(domain, 'keycloak'),
    adminPort: privatePort(host),
    issuer: issuerOf(hostname, realm.name),
    ...(image !== undefined && { image: `${registry.repository}/${image}` as PinnedImage }),
    objectStorage: { ...objectStorage, port: portOf(objectStorage.endpoint) },
    realm: { ...realm, clients: [...clientsOf(values, host), ...realm.clients] },
  };
}

/** What the realm is to hold: what a person wrote, and the clients of what runs in the environment. */
export function realmStateOf({ name, ...rest }: Keycloak['realm']): KeycloakStateProps {
  return { ...rest, realm: name };
}

/**
 * Ways to and from the servers and their database: each among itself, the gateway to the pages, the operator to the
 * instances, Prometheus to both.
 */
export function keycloakEdges(namespace: string, host: ClusterValues): readonly Edge[] {
  const server = peer(namespace, KEYCLOAK);
  const database: Peer = { namespace, name: DATABASE, labels: instanceLabels(DATABASE) };
  const { namespace: gatewayNamespace, labels } = platforms[host.platform].gateway;
  return [
    { client: { namespace: gatewayNamespace, name: 'traefik', labels }, server, port: HTTP_PORT },
    { client: reconcilerPeer(namespace, RECONCILER), server, port: HTTP_PORT },
    { client: server, server, port: PEER_PORTS.jgroups },
    { client: server, server, port: PEER_PORTS.failureDetection },
    { client: prometheusPeer, server, port: MANAGEMENT_PORT },
    { client: server, server: database, port: POSTGRESQL_PORT },
    { client: database, server: database, port: POSTGRESQL_PORT },
    { client: database, server: database, port: STATUS_PORT },
    { client: cloudnativePgPeer, server: database, port: POSTGRESQL_PORT },
    { client: cloudnativePgPeer, server: database, port: STATUS_PORT },
    { client: prometheusPeer, server: database, port: METRICS_PORT },
  ];
}

function peer(namespace: string, name: string): Peer {
  return { namespace, name, labels: selectorLabels(namespace, name) };
}
