import type { Chart } from 'cdk8s';
import { KubePriorityClass } from 'cdk8s-plus-27/lib/imports/k8s';
import {
  ApplicationNamespace,
  type DnsServer,
} from '../constructs/application-namespace/application-namespace';
import {
  EgressToAddresses,
  EgressToOutside,
  IngressFromAddresses,
  NetworkPolicies,
} from '../constructs/network/policies';
import { SecretRestartRights } from '../constructs/secret-restarts/rights';
import { VaultRights } from '../constructs/vault/rights';
import { API_SERVER_PORT, apiServerAddresses } from '../environments/addresses';
import type { ClusterValues } from '../environments/cluster-spec';
import { readsFromVault } from '../environments/entered-secrets';
import type { Cluster, Environment } from '../environments/environment';
import { namespacesOf, type Operator, partsOf } from '../environments/operators';
import { restartedIn } from '../environments/secret-restarts';

/** The namespaces of an environment, each with its bounds and shut by default, and the priority of its pods. */
export function environmentNamespaces(chart: Chart, environment: Environment): void {
  new KubePriorityClass(chart, 'PriorityClass', {
    metadata: { name: environment.priorityClassName, annotations: REPLACED_WHOLE },
    value: environment.priority,
    description: `Pods of ${environment.name}`,
  });
  const { vault, keycloak, modelServing, batchJobs } = environment;
  const dns = dnsOf(environment.host);
  if (vault !== undefined) {
    const { namespace: name, quota, replicas } = vault;
    new ApplicationNamespace(chart, name, { name, quota, dns, internalCa: true });
    new VaultRights(chart, `${name}-rights`, { namespace: name, replicas });
  }
  for (const application of [keycloak, modelServing, batchJobs]) {
    if (application === undefined) continue;
    const { namespace: name, quota } = application;
    // Without the authority's certificate its stores would not trust the vault.
    const internalCa = application === keycloak || readsFromVault(environment, name);
    new ApplicationNamespace(chart, name, { name, quota, dns, internalCa });
  }
  if (modelServing === undefined) return;
  new SecretRestartRights(chart, 'model-serving-restarts', {
    namespace: modelServing.namespace,
    workloads: restartedIn(modelServing),
  });
}

/** The value of a PriorityClass cannot be changed, so Argo CD makes it anew; pods keep the value they started with. */
const REPLACED_WHOLE = { 'argocd.argoproj.io/sync-options': 'Force=true,Replace=true' };

/**
 * The namespaces of what exists once a cluster, with the ways to and from the programs of others in them; those of the
 * gateway are the application `gateway`'s.
 */
export function clusterNamespaces(chart: Chart, cluster: Cluster): void {
  const made = new Map(
    cluster.operators.flatMap(namespacesOf).map((namespace) => [namespace.name, namespace] as const),
  );
  for (const { name, podSecurity, internalCa } of made.values()) {
    new ApplicationNamespace(chart, name, {
      name,
      dns: dnsOf(cluster),
      ...(podSecurity !== undefined && { podSecurity }),
      ...(internalCa !== undefined && { internalCa }),
    });
    if (name === cluster.gateway.controller.namespace) continue;
    new NetworkPolicies(chart, `${name}-edges`, { namespace: name, edges: cluster.operatorEdges });
  }
  for (const operator of cluster.operators) machinePolicies(chart, cluster, operator);
}

/** The ways between the pods of an operator and machines: the API server in both directions, others, the world outside. */
function machinePolicies(chart: Chart, cluster: Cluster, operator: Operator): void {
  const { network, nodeNetwork } = cluster;
  const controlPlane = apiServerAddresses(cluster);
  for (const part of partsOf(operator)) {
    if (part.hostNetwork) continue;
    const { namespace, name, labels: podLabels } = part.peer;
    const policy = (what: string) => ({ namespace, name: `${name}-${what}`, podLabels });
    const toApiServer = part.callsApiServer === false ? [] : [API_SERVER_PORT];
    const outside = [network.podCidr, network.serviceCidr, nodeNetwork];
    new EgressToAddresses(chart, `${operator.name}-${name}-api`, {
      ...policy('to-api-server'),
      addresses: controlPlane,
      ports: toApiServer,
    });
    new IngressFromAddresses(chart, `${operator.name}-${name}-hooks`, {
      ...policy('from-api-server'),
      addresses: controlPlane,
      ports: part.calledAt ?? [],
    });
    for (const { name: whom, addresses, port, protocol = 'TCP' } of part.machines ?? []) {
      new EgressToAddresses(chart, `${operator.name}-${name}-${whom}`, {
        ...policy(`to-${whom}`),
        addresses,
        ports: [port],
        protocol,
      });
    }
    new EgressToOutside(chart, `${operator.name}-${name}-outside`, {
      ...policy('to-outside'),
      networks: outside,
      ports: part.outside ?? [],
    });
  }
}

function dnsOf({ network: { dns } }: ClusterValues): DnsServer {
  return { namespace: dns.namespace, podLabels: { 'k8s-app': dns.app } };
}
