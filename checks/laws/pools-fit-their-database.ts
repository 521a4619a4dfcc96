import { RESERVED_CONNECTIONS } from '../../values/connections';
import type { Breach, Law } from '../law';
import { type KeycloakServers, keycloakServersOf } from '../readers/keycloak';
import { text } from '../readers/read';
import { replicasOf, scalersByTarget } from '../readers/scaling';
import type { World } from '../world';

/** What Keycloak and PostgreSQL take where nobody says otherwise. */
const DEFAULT_POOL = 100;
const DEFAULT_CONNECTIONS = 100;

/**
 * All servers of Keycloak together open at most as many connections as their database takes, less those of its
 * administration: one more and a login fails when it is busiest.
 * @see https://www.keycloak.org/high-availability/concepts-database-connections
 */
export const poolsFitTheirDatabase: Law = {
  id: 'pools-fit-their-database',
  *judge(world): Generator<Breach> {
    const scalers = scalersByTarget(world);
    for (const servers of keycloakServersOf(world)) {
      const connections = connectionsOf(servers, world);
      if (connections === undefined) continue;
      const { manifest } = servers.pods;
      const replicas = replicasOf(servers.pods, scalers)?.maximum ?? 1;
      const pool = Number(servers.options['KC_DB_POOL_MAX_SIZE'] ?? DEFAULT_POOL);
      if (replicas * pool <= connections - RESERVED_CONNECTIONS) continue;
      const message = `\`KC_DB_POOL_MAX_SIZE\` times ${replicas} replicas must be at most the ${connections} connections of the database less ${RESERVED_CONNECTIONS}, got ${pool} times ${replicas}, ${replicas * pool}; lower it or raise max_connections`;
      yield { manifest, message };
    }
  },
};

/** Connections of the database that the servers are told of; undefined for one that nobody renders. */
function connectionsOf({ pods, options }: KeycloakServers, world: World): number | undefined {
  const host = options['KC_DB_URL_HOST'] ?? /\/\/([^:/?]+)/.exec(options['KC_DB_URL'] ?? '')?.[1] ?? '';
  const [service = '', namespace = pods.namespace] = host.split('.');
  const name = service.replace(/-(rw|ro|r)$/, '');
  const cluster = world.find('postgresql.cnpg.io', 'Cluster', namespace, name);
  if (cluster === undefined) return undefined;
  return Number(text(cluster.object, 'spec.postgresql.parameters.max_connections') ?? DEFAULT_CONNECTIONS);
}
