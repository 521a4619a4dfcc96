import type { Chart } from 'cdk8s';
import { KubePriorityClass } from 'cdk8s-plus-27/lib/imports/k8s';
import {
  ApplicationNamespace,
  type DnsServer,
} from '../constructs/application-namespace/application-namespace';
import type { ClusterValues } from '../environments/cluster-spec';
import type { Cluster, Environment } from '../environments/environment';

/** The namespaces of an environment, each with its bounds and shut by default, and the priority of its pods. */
export function environmentNamespaces(chart: Chart, environment: Environment): void {
  new KubePriorityClass(chart, 'PriorityClass', {
    metadata: { name: environment.priorityClassName, annotations: REPLACED_WHOLE },
    value: environment.priority,
    description: `Pods of ${environment.name}`,
  });
  const { keycloak, modelServing, batchJobs } = environment;
  const dns = dnsOf(environment.host);
  for (const [application, internalCa] of [
    [keycloak, true],
    [modelServing, false],
    [batchJobs, false],
  ] as const) {
    if (application === undefined) continue;
    const { namespace: name, quota } = application;
    new ApplicationNamespace(chart, name, { name, quota, dns, internalCa });
  }
}

/** The value of a PriorityClass cannot be changed, so Argo CD makes it anew; pods keep the value they started with. */
const REPLACED_WHOLE = { 'argocd.argoproj.io/sync-options': 'Force=true,Replace=true' };

/** The namespaces of what exists once a cluster. */
export function clusterNamespaces(chart: Chart, cluster: Cluster): void {
  const { namespace: name } = cluster.gateway.controller;
  new ApplicationNamespace(chart, name, { name, dns: dnsOf(cluster) });
}

function dnsOf({ network: { dns } }: ClusterValues): DnsServer {
  return { namespace: dns.namespace, podLabels: { 'k8s-app': dns.app } };
}
