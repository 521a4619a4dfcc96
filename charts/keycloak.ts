import type { Chart } from 'cdk8s';
import { INTERNAL_CA_BUNDLE, INTERNAL_CA_KEY } from '../constructs/internal-ca/props';
import { Keycloak } from '../constructs/keycloak/keycloak';
import {
  BOOTSTRAP_FILE,
  BOOTSTRAP_KEY,
  BOOTSTRAP_SECRET,
  DATABASE,
  DATABASE_NAME,
} from '../constructs/keycloak/props';
import { EgressToAddresses, EgressToNetworks, NetworkPolicies } from '../constructs/network/policies';
import { PostgresqlCluster } from '../constructs/postgresql/postgresql-cluster';
import { databaseNamesOf, instanceLabels } from '../constructs/postgresql/props';
import { oidcClientOf } from '../constructs/secrets/props';
import { VaultSecrets } from '../constructs/secrets/vault-secrets';
import { API_SERVER_PORT, apiServerAddresses } from '../environments/addresses';
import type { Environment, Keycloak as KeycloakFacts, Vault } from '../environments/environment';
import { KEYCLOAK_IMAGE, POSTGRESQL } from '../environments/images';

/** The identity provider of an environment: its database, its servers, its secrets, and who may reach them. */
export function keycloak(chart: Chart, environment: Environment, facts: KeycloakFacts, vault: Vault): void {
  database(chart, environment, facts);
  servers(chart, environment, facts);
  secrets(chart, facts, vault);
  network(chart, environment, facts);
}

function database(chart: Chart, { priorityClassName }: Environment, facts: KeycloakFacts): void {
  const { endpoint, region, bucket, secret } = facts.objectStorage;
  new PostgresqlCluster(chart, 'Database', {
    ...facts.database,
    name: DATABASE,
    image: POSTGRESQL,
    database: DATABASE_NAME,
    owner: DATABASE_NAME,
    priorityClassName,
    objectStorage: { endpoint, region, bucket, secret },
  });
}

function servers(chart: Chart, environment: Environment, facts: KeycloakFacts): void {
  const { gateway, host, name, priorityClassName, registry } = environment;
  const { replicas, resources, heapPercent, poolSize, image } = facts;
  const { writeService, userSecret, caSecret } = databaseNamesOf(DATABASE);
  new Keycloak(chart, 'Keycloak', {
    replicas,
    resources,
    heapPercent,
    poolSize,
    image: image ?? KEYCLOAK_IMAGE,
    optimizedImage: image !== undefined,
    ...(image !== undefined &&
      registry.pullSecret !== undefined && { imagePullSecret: registry.pullSecret }),
    priorityClassName,
    publicRoute: { hostname: facts.hostname, gateway: gateway.parent, listener: gateway.listener },
    adminRoute: { hostname: facts.adminHostname, gateway: gateway.parent, listener: `${name}-private` },
    realm: facts.realm.name,
    trustedProxies: host.network.podCidr,
    database: { host: writeService, name: DATABASE_NAME, user: DATABASE_NAME, userSecret, caSecret },
  });
}

/** Secrets that the cluster makes up: that of the first administrator, and one a client that can keep it. */
function secrets(chart: Chart, { realm }: KeycloakFacts, { url }: Vault): void {
  const clients = realm.clients
    .filter(({ access }) => access === 'confidential')
    .map(({ id }) => ({ name: `oidc-client-${id}`, ...oidcClientOf(id) }));
  new VaultSecrets(chart, 'Secrets', {
    server: url,
    ca: { configMap: INTERNAL_CA_BUNDLE, key: INTERNAL_CA_KEY },
    generated: [
      { name: BOOTSTRAP_SECRET, key: BOOTSTRAP_KEY },
      ...clients.map(({ name, path, property }) => ({ name, path, key: property })),
    ],
    imported: [
      {
        name: BOOTSTRAP_SECRET,
        keys: [{ key: 'secret', property: BOOTSTRAP_KEY }],
        template: {
          data: {
            [BOOTSTRAP_KEY]: '{{ .secret }}',
            [BOOTSTRAP_FILE]: 'bootstrap-admin-client-secret={{ .secret }}\n',
          },
        },
      },
      ...clients.map(({ name, path, property }) => ({ name, path, keys: [{ key: property }] })),
    ],
  });
}

/** The ways of the database to addresses; those between pods are edges of the environment. */
function network(
  chart: Chart,
  { edges, host }: Environment,
  { namespace, objectStorage }: KeycloakFacts,
): void {
  const from = { namespace, podLabels: instanceLabels(DATABASE) };
  new EgressToAddresses(chart, 'ToApiServer', {
    ...from,
    name: `${DATABASE}-to-api-server`,
    addresses: apiServerAddresses(host),
    ports: [API_SERVER_PORT],
  });
  new EgressToNetworks(chart, 'ToObjectStorage', {
    ...from,
    name: `${DATABASE}-to-object-storage`,
    networks: objectStorage.networks,
    ports: [objectStorage.port],
  });
  new NetworkPolicies(chart, 'Edges', { namespace, edges });
}
