import { httpsUrl } from '../../values/url';
import type { FieldValue } from '../pod/template';
import { BOOTSTRAP_CLIENT, HTTP_PORT, type KeycloakSettings, MANAGEMENT_PORT, PEER_PORTS } from './props';

/** Folder of the files that hold secrets. */
export const SECRETS_FOLDER = '/etc/keycloak/secrets';

/** Files in that folder. */
export const SECRET_FILES = {
  pgpass: 'pgpass',
  authority: 'database-ca.crt',
  configuration: 'keycloak.conf',
};

/** Seconds that a server refuses nobody once it is told to stop, and seconds that requests then have to end. */
export const SHUTDOWN = { delaySeconds: 1, timeoutSeconds: 10 } as const;

/**
 * How long a server waits for an answer of the database, in seconds. A worker that is lost with the primary sends no
 * farewell: without a bound its connections hung for a minute or more. A statement of an upgrade that takes longer fails
 * and is tried again at the next start.
 */
const ANSWER_SECONDS = 30;

/** How long a connection to the database may take to be made, in seconds. */
const CONNECT_SECONDS = 5;

/** Options that are built into the server: another value at the start is an error (keycloak#32717). */
export type BuildOption = 'KC_DB' | 'KC_HEALTH_ENABLED' | 'KC_METRICS_ENABLED';

/** The one list of them, for the container that builds and the one that serves. */
export const BUILD_OPTIONS: Readonly<Record<BuildOption, string>> = {
  KC_DB: 'postgres',
  KC_HEALTH_ENABLED: 'true',
  KC_METRICS_ENABLED: 'true',
};

/** Options of the running server; the type refuses one that is built in. */
type RuntimeOptions = Readonly<Record<string, string | FieldValue>> & {
  readonly [Option in BuildOption]?: never;
};

/**
 * Options of the running server. Secrets are files: the driver reads the password as libpq does, Keycloak the rest from
 * its configuration file.
 * @see https://www.keycloak.org/server/all-config
 */
export function runtimeOptionsOf(settings: KeycloakSettings): RuntimeOptions {
  return {
    ...databaseOptionsOf(settings),
    KC_CONFIG_FILE: `${SECRETS_FOLDER}/${SECRET_FILES.configuration}`,
    KC_BOOTSTRAP_ADMIN_CLIENT_ID: BOOTSTRAP_CLIENT,
    KC_HTTP_ENABLED: 'true',
    KC_HTTP_PORT: String(HTTP_PORT),
    KC_HTTP_MANAGEMENT_PORT: String(MANAGEMENT_PORT),
    KC_HTTP_MANAGEMENT_SCHEME: 'http',
    KC_HOSTNAME: `https://${settings.publicRoute.hostname}`,
    KC_HOSTNAME_ADMIN: httpsUrl(settings.adminRoute.hostname, settings.adminPort),
    KC_PROXY_HEADERS: 'xforwarded',
    KC_PROXY_TRUSTED_ADDRESSES: settings.trustedProxies,
    KC_CACHE_EMBEDDED_NETWORK_BIND_ADDRESS: { fieldPath: 'status.podIP' },
    KC_CACHE_EMBEDDED_NETWORK_BIND_PORT: String(PEER_PORTS.jgroups),
    KC_SHUTDOWN_DELAY: `${SHUTDOWN.delaySeconds}s`,
    KC_SHUTDOWN_TIMEOUT: `${SHUTDOWN.timeoutSeconds}s`,
    JAVA_OPTS_KC_HEAP: heapOf(settings),
  };
}

/** The heap's share of the memory limit, for the build and for the server. */
export function heapOf({ heapPercent }: KeycloakSettings): string {
  return `-XX:InitialRAMPercentage=20 -XX:MaxRAMPercentage=${heapPercent}`;
}

function databaseOptionsOf({ database, poolSize }: KeycloakSettings): RuntimeOptions {
  const properties = [
    'sslmode=verify-full',
    `sslrootcert=${SECRETS_FOLDER}/${SECRET_FILES.authority}`,
    `connectTimeout=${CONNECT_SECONDS}`,
    `socketTimeout=${ANSWER_SECONDS}`,
    'tcpKeepAlive=true',
  ];
  return {
    KC_DB_URL_HOST: database.host,
    KC_DB_URL_DATABASE: database.name,
    KC_DB_URL_PROPERTIES: `?${properties.join('&')}`,
    KC_DB_USERNAME: database.user,
    KC_DB_POOL_INITIAL_SIZE: '1',
    KC_DB_POOL_MIN_SIZE: '1',
    KC_DB_POOL_MAX_SIZE: String(poolSize),
    PGPASSFILE: `${SECRETS_FOLDER}/${SECRET_FILES.pgpass}`,
  };
}
