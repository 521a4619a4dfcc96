import { type Fault, FaultsError } from '../values/fault';
import { deepFreeze } from '../values/object';
import { parse } from '../values/parse';
import { type ClusterSpec, type ClusterValues, clusterSpec } from './cluster-spec';
import type { BootstrapSecret, Cluster, Environment } from './environment';
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
  const clusters = inventory.clusters.map((spec) => parse(clusterSpec, spec, nameOf(spec, 'cluster')));
  const environments = inventory.environments.map((spec) =>
    parse(environmentSpec, spec, nameOf(spec, 'environment')),
  );
  const faults: Fault[] = [...clusters, ...environments].flatMap((parsed) =>
    'faults' in parsed ? parsed.faults : [],
  );
  const values: Values = {
    clusters: clusters.flatMap((parsed) => ('value' in parsed ? [parsed.value] : [])),
    environments: environments.flatMap((parsed) => ('value' in parsed ? [parsed.value] : [])),
  };
  const clustersAreKnown = values.clusters.length === inventory.clusters.length;
  for (const rule of rules) {
    if (clustersAreKnown || !rule.needsClusters) faults.push(...rule.judge(values));
  }
  if (faults.length > 0) throw new FaultsError(faults);
  return deepFreeze(values.clusters.map((cluster) => resolveCluster(cluster, values.environments)));
}

function resolveCluster(values: ClusterValues, all: readonly EnvironmentValues[]): Cluster {
  const environments = all
    .filter(({ cluster }) => cluster === values.name)
    .map((environment) => resolveEnvironment(environment, values));
  const controller = platforms[values.platform].gateway;
  const edges = environments
    .flatMap((environment) => environment.edges)
    .filter(({ client }) => client.namespace === controller.namespace);
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
  const { registry, domain, certificateSecret, modelServing, batchJobs } = environment;
  const { pullSecret, repository } = registry;
  const namespaces = [modelServing, batchJobs].flatMap((application) => application?.namespace ?? []);
  return [
    {
      namespace: gatewayNamespace,
      name: certificateSecret,
      type: 'kubernetes.io/tls',
      made: `a certificate for *.${domain} and its key`,
    },
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

function nameOf(spec: { readonly name?: unknown }, otherwise: string): string {
  return typeof spec?.name === 'string' ? spec.name : `${otherwise} without a name`;
}
