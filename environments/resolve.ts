import { z } from 'zod';
import { SEAL_SECRET } from '../constructs/vault/props';
import { type Fault, FaultsError } from '../values/fault';
import { deepFreeze } from '../values/object';
import { nameIn, parse, resolve } from '../values/parse';
import { listOf, record } from '../values/schema';
import { type ClusterSpec, type ClusterValues, clusterSpec } from './cluster-spec';
import type { BootstrapSecret, Cluster, Environment, Keycloak, Vault } from './environment';
import { type EnvironmentSpec, type EnvironmentValues, environmentSpec } from './environment-spec';
import { platforms } from './platforms';
import { GATEWAY, resolveEnvironment } from './resolve-environment';
import { rules } from './rules';

/** Everything that a person wrote in `environments/`. */
export interface Inventory {
  readonly clusters: readonly ClusterSpec[];
  readonly environments: readonly EnvironmentSpec[];
}

/** What a person wrote, once every single value is understood. */
export interface Values {
  readonly clusters: readonly ClusterValues[];
  readonly environments: readonly EnvironmentValues[];
}

/**
 * From what a person wrote to what charts are built from: defaults filled in, derived facts computed once, rules held,
 * everything frozen.
 *
 * @throws FaultsError with every fault of every cluster and environment
 */
export function resolveInventory(inventory: Inventory): readonly Cluster[] {
  const lists = resolve(inventoryLists, inventory, 'inventory');
  const clusters = parseAll(clusterSpec, lists.clusters, 'clusters');
  const environments = parseAll(environmentSpec, lists.environments, 'environments');
  const values: Values = { clusters: clusters.values, environments: environments.values };
  const faulty = { clusters: clusters.faults.length > 0, environments: environments.faults.length > 0 };
  const faults = [
    ...clusters.faults,
    ...environments.faults,
    ...rules.flatMap((rule) => (rule.needs.some((list) => faulty[list]) ? [] : [...rule.judge(values)])),
  ];
  if (faults.length > 0) throw new FaultsError(faults);
  return deepFreeze(values.clusters.map((cluster) => resolveCluster(cluster, values.environments)));
}

const inventoryLists = record({ clusters: listOf(z.unknown()), environments: listOf(z.unknown()) });

/** Everything that can be understood of a list, and every fault of the rest. */
function parseAll<Schema extends z.ZodType>(
  schema: Schema,
  specs: readonly unknown[],
  list: string,
): { readonly values: readonly z.output<Schema>[]; readonly faults: readonly Fault[] } {
  const parsed = specs.map((spec, index) => parse(schema, spec, nameIn(spec) ?? `${list}[${index}]`));
  return {
    values: parsed.flatMap((one) => ('value' in one ? [one.value] : [])),
    faults: parsed.flatMap((one) => ('faults' in one ? one.faults : [])),
  };
}

function resolveCluster(values: ClusterValues, all: readonly EnvironmentValues[]): Cluster {
  const environments = all
    .filter(({ cluster }) => cluster === values.name)
    .map((environment) => resolveEnvironment(environment, values));
  const controller = platforms[values.platform].gateway;
  const edges = environments
    .flatMap((environment) => environment.edges)
    .filter(({ client, server }) =>
      [client, server].some(({ namespace }) => namespace === controller.namespace),
    );
  return {
    ...values,
    gateway: { name: GATEWAY, controller, edges },
    bootstrapSecrets: environments.flatMap((environment) =>
      bootstrapSecretsOf(environment, controller.namespace),
    ),
    environments,
  };
}

function bootstrapSecretsOf(environment: Environment, gatewayNamespace: string): readonly BootstrapSecret[] {
  const { registry, domain, certificateSecret, vault, keycloak, modelServing, batchJobs } = environment;
  const { pullSecret, repository } = registry;
  const namespaces = [keycloak?.image === undefined ? undefined : keycloak, modelServing, batchJobs].flatMap(
    (application) => application?.namespace ?? [],
  );
  return [
    {
      namespace: gatewayNamespace,
      name: certificateSecret,
      type: 'kubernetes.io/tls',
      made: `a certificate for *.${domain} and its key`,
    },
    ...(vault === undefined ? [] : vaultSecretsOf(vault)),
    ...(keycloak === undefined ? [] : [objectStorageSecretOf(keycloak)]),
    ...(pullSecret === undefined
      ? []
      : namespaces.map((namespace) => ({
          namespace,
          name: pullSecret,
          type: 'kubernetes.io/dockerconfigjson' as const,
          made: `credentials that may pull from ${repository}`,
        }))),
  ];
}

/** What a vault cannot keep itself: the key that opens it, and how its copies leave the cluster. */
function vaultSecretsOf({ namespace, seal, objectStorage }: Vault): readonly BootstrapSecret[] {
  const keys = [seal.current, ...(seal.previous === undefined ? [] : [seal.previous])];
  return [
    {
      namespace,
      name: SEAL_SECRET,
      type: 'Opaque',
      made: `32 random bytes under ${keys.join(' and ')}; whoever loses them loses all that the vault and its snapshots hold`,
    },
    objectStorageSecretOf({ namespace, objectStorage }),
  ];
}

/** How a namespace's copies leave the cluster. */
function objectStorageSecretOf({
  namespace,
  objectStorage: { secret, bucket, endpoint },
}: Pick<Vault | Keycloak, 'namespace' | 'objectStorage'>): BootstrapSecret {
  return {
    namespace,
    name: secret,
    type: 'Opaque',
    made: `access-key-id and secret-access-key that may write to ${bucket} at ${endpoint}`,
  };
}
