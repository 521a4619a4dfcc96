import type { Chart } from 'cdk8s';
import { INTERNAL_CA_BUNDLE, INTERNAL_CA_KEY } from '../constructs/internal-ca/props';
import { Keycloak } from '../constructs/keycloak/keycloak';
import {
  BOOTSTRAP_FILE,
  BOOTSTRAP_SECRET,
  DATABASE,
  DATABASE_NAME,
  SECRET_KEY,
} from '../constructs/keycloak/props';
import { EgressToAddresses, EgressToNetworks, NetworkPolicies } from '../constructs/network/policies';
import { PostgresqlCluster } from '../constructs/postgresql/postgresql-cluster';
import { databaseNamesOf, instanceLabels } from '../constructs/postgresql/props';
import { Reconciler } from '../constructs/reconciler/reconciler';
import { oidcClientOf } from '../constructs/secrets/props';
import { VaultSecrets } from '../constructs/secrets/vault-secrets';
import { API_SERVER_PORT, apiServerAddresses } from '../environments/addresses';
import type { Environment, Keycloak as KeycloakFacts, Vault } from '../environments/environment';
import { KEYCLOAK_IMAGE, NODE, POSTGRESQL } from '../environments/images';
import { RECONCILER, realmStateOf } from '../environments/keycloak';
import { RECONCILER_CLIENT } from '../reconcilers/keycloak/state';

/** The identity provider of an environment: its database, its servers, its secrets, and who may reach them. */
export function keycloak(chart: Chart, environment: Environment, facts: KeycloakFacts, vault: Vault): void {
  database(chart, environment, facts);
  servers(chart, environment, facts);
  secrets(chart, facts, vault);
  reconciler(chart, environment, facts);
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
  const { gateway, host, priorityClassName, registry } = environment;
  const { replicas, resources, heapPercent, poolSize, image } = facts;
  const { writeService, userSecret, caSecret } = databaseNamesOf(DATABASE);
  new Keycloak(chart, 'Keycloak', {
    replicas,
    resources,
    heapPercent,
    poolSize,
    image: image ?? KEYCLOAK_IMAGE,
    optimizedImage: image !== undefined,
    ...(image !== undefined && registry.pullSecret !== undefined && { imagePullSecret: registry.pullSecret }),
    priorityClassName,
    publicRoute: { hostname: facts.hostname, gateway: gateway.parent, listener: gateway.listener },
    adminRoute: { hostname: facts.adminHostname, gateway: gateway.parent, listener: gateway.privateListener },
    adminPort: facts.adminPort,
    realm: facts.realm.name,
    trustedProxies: host.network.podCidr,
    database: { host: writeService, name: DATABASE_NAME, user: DATABASE_NAME, userSecret, caSecret },
  });
}

/** Brings the realm to what the code says. The first administrator's secret is for the run after a sync alone. */
function reconciler(chart: Chart, { priorityClassName }: Environment, { realm, url }: KeycloakFacts): void {
  new Reconciler(chart, 'Reconciler', {
    name: RECONCILER,
    image: NODE,
    priorityClassName,
    desired: { product: 'keycloak', state: realmStateOf(realm) },
    server: url,
    secrets: [
      { secret: BOOTSTRAP_SECRET, folder: 'bootstrap', runs: 'hook' },
      { secret: RECONCILER, folder: RECONCILER_CLIENT },
      ...confidentialOf(realm).map((id) => ({ secret: clientSecretOf(id), folder: id })),
    ],
  });
}

/**
 * Secrets that the cluster makes up: those of the first administrator and of the program that keeps the realm, and one a
 * client that can keep it.
 */
function secrets(chart: Chart, { realm }: KeycloakFacts, { url }: Vault): void {
  const clients = confidentialOf(realm).map((id) => ({ name: clientSecretOf(id), ...oidcClientOf(id) }));
  new VaultSecrets(chart, 'Secrets', {
    server: url,
    ca: { configMap: INTERNAL_CA_BUNDLE, key: INTERNAL_CA_KEY },
    generated: [
      { name: BOOTSTRAP_SECRET, key: SECRET_KEY },
      { name: RECONCILER, key: SECRET_KEY },
      ...clients.map(({ name, path, property }) => ({ name, path, key: property })),
    ],
    imported: [
      {
        name: BOOTSTRAP_SECRET,
        keys: [{ key: 'secret', property: SECRET_KEY }],
        template: {
          data: {
            [SECRET_KEY]: '{{ .secret }}',
            [BOOTSTRAP_FILE]: 'bootstrap-admin-client-secret={{ .secret }}\n',
          },
        },
      },
      { name: RECONCILER, keys: [{ key: SECRET_KEY }] },
      ...clients.map(({ name, path, property }) => ({ name, path, keys: [{ key: property }] })),
    ],
  });
}

function confidentialOf({ clients }: KeycloakFacts['realm']): readonly string[] {
  return clients.filter(({ access }) => access === 'confidential').map(({ id }) => id);
}

/** Secret with the secret of a client, in the namespace that makes it up. */
function clientSecretOf(id: string): string {
  return `oidc-client-${id}`;
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
