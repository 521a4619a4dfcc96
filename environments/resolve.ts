import { z } from 'zod';
import type { Edge } from '../constructs/network/props';
import { type Fault, FaultsError } from '../values/fault';
import { deepFreeze } from '../values/object';
import { nameIn, parse, resolve } from '../values/parse';
import { listOf, record } from '../values/schema';
import { clusterSecretsOf, environmentSecretsOf } from './bootstrap';
import { type ClusterSpec, type ClusterValues, clusterSpec } from './cluster-spec';
import { privateHostname, privateUrl } from './entry';
import type { Cluster, Environment } from './environment';
import { type EnvironmentSpec, type EnvironmentValues, environmentSpec } from './environment-spec';
import { OIDC_CLIENTS } from './oidc-clients';
import {
  ARGOCD_SERVER_PORT,
  type ArgoCdSignIn,
  argoCdServerPeer,
  type Operator,
  operatorsOf,
  partsOf,
  prometheusPeer,
} from './operators';
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
  const signIn = signInOf(values, environments);
  const operators = operatorsOf(values, signIn);
  const edges = [
    ...environments.flatMap((environment) => environment.edges),
    ...edgesOf(operators),
    ...(signIn === undefined ? [] : signInEdges(values)),
  ];
  return {
    ...values,
    gateway: {
      name: GATEWAY,
      controller,
      edges: edges.filter(({ client, server }) =>
        [client.namespace, server.namespace].includes(controller.namespace),
      ),
    },
    operators,
    ...(signIn && { argoCdSignIn: signIn }),
    operatorEdges: edges,
    bootstrapSecrets: [...clusterSecretsOf(values), ...environments.flatMap(environmentSecretsOf)],
    environments,
  };
}

/** At the identity provider of the platform environment people sign in to Argo CD, too. */
function signInOf(host: ClusterValues, environments: readonly Environment[]): ArgoCdSignIn | undefined {
  const { platformEnvironment, administration, gatewayCertificates } = host;
  const platform = environments.find(({ name }) => name === platformEnvironment);
  if (platform?.keycloak === undefined) return undefined;
  const hostname = privateHostname(platform.domain, 'argoCd');
  return {
    hostname,
    url: privateUrl(host, hostname),
    issuer: platform.keycloak.issuer,
    clientId: OIDC_CLIENTS.argoCd,
    access: administration.argoCd,
    internalCa: gatewayCertificates.issuer === 'internal-ca',
  };
}

/** From the gateway to Argo CD, and from there to the issuer where pods reach that through the gateway's Service. */
function signInEdges({ platform, inClusterEntry }: ClusterValues): readonly Edge[] {
  const { namespace, labels, ports } = platforms[platform].gateway;
  const gateway = { namespace, name: 'traefik', labels };
  return [
    { client: gateway, server: argoCdServerPeer, port: ARGOCD_SERVER_PORT },
    ...(inClusterEntry === 'gateway-service'
      ? [{ client: argoCdServerPeer, server: gateway, port: ports.https }]
      : []),
  ];
}

/** Ways between operators: those of their parts, and those of Prometheus to what it scrapes. */
function edgesOf(operators: readonly Operator[]): readonly Edge[] {
  return operators.flatMap((operator) => [
    ...(operator.edges ?? []),
    ...partsOf(operator)
      .filter(({ hostNetwork = false }) => !hostNetwork)
      .flatMap(({ peer, scrapedAt = [] }) =>
        scrapedAt.map((port) => ({ client: prometheusPeer, server: peer, port })),
      ),
  ]);
}
