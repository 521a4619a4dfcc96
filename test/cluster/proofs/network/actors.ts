import { type Pods, podsOf } from '../../../../checks/readers/pods';
import { containerPortsOf } from '../../../../checks/readers/ports';
import type { Edge, Peer } from '../../../../constructs/network/props';
import type { Cluster as ClusterLiteral } from '../../../../environments/environment';
import type { KubernetesObject } from '../../../../synth/manifest';

/** Pods of one sort that connections are tried from and to. */
export interface Actor {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** TCP ports that its pods listen on. */
  readonly ports: readonly number[];
  /**
   * What its pods are: those of a workload that serves are there; for one that runs to completion a pod is made from its
   * template; for what a chart of others brings, and for strangers, a pod with its labels.
   */
  readonly pods: 'running' | 'from-template' | 'labels';
  /** The PodSpec, where there is a template. */
  readonly spec?: Pods['spec'];
}

/** Where no policy is: what is seen from there is shut by the other end alone. */
export const OUTSKIRTS = 'network-outskirts';

/** `production-batch-jobs/iris-scoring`; edges call their ends so too. */
export function titleOf({ namespace, name }: Pick<Peer, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** Every way that the cluster's environments declare, once. */
export function edgesOf({ environments }: ClusterLiteral): readonly Edge[] {
  const all = environments.flatMap(({ edges }) => edges);
  const keyOf = ({ client, server, port }: Edge) => `${titleOf(client)} ${titleOf(server)} ${port}`;
  return [...new Map(all.map((edge) => [keyOf(edge), edge])).values()];
}

/** The namespaces that `dist/` brings, all of them shut by default. */
export function shutNamespacesOf(objects: readonly KubernetesObject[]): readonly string[] {
  return objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
}

/**
 * Who takes part: every workload of `dist/`, what edges name beside them, a stranger in every namespace of `dist/` and
 * outside of them all, and there too an impostor with the labels of each client.
 */
export function actorsOf(literal: ClusterLiteral, objects: readonly KubernetesObject[]): readonly Actor[] {
  const edges = edgesOf(literal);
  const ports = [...new Set(edges.map(({ port }) => port))];
  const workloads = objects.flatMap((object) => workloadOf(object, ports));
  const known = new Set(workloads.map(titleOf));
  const peers = new Map(
    edges.flatMap(({ client, server }) => [client, server]).map((one) => [titleOf(one), one]),
  );
  const operators = [...peers.values()]
    .filter((peer) => !known.has(titleOf(peer)))
    .map((peer) => withLabels(peer.namespace, peer.name, peer.labels, portsOf(literal, peer, ports)));
  const strangers = [...shutNamespacesOf(objects), OUTSKIRTS].map((namespace) =>
    withLabels(namespace, 'stranger', { app: 'stranger' }, ports),
  );
  const clients = new Map(edges.map(({ client }) => [titleOf(client), client]));
  const impostors = [...clients.values()].map(({ namespace, name, labels }) =>
    withLabels(OUTSKIRTS, `as-if-${namespace}-${name}`, labels, ports),
  );
  return [...workloads, ...operators, ...strangers, ...impostors];
}

function workloadOf(object: KubernetesObject, ports: readonly number[]): readonly Actor[] {
  return podsOf({ tree: '', application: '', object }).map((pods): Actor => {
    const { namespace, labels, spec, serves } = pods;
    const own = containerPortsOf(pods).filter(({ protocol }) => protocol === 'TCP');
    return {
      ...{ namespace, name: object.metadata.name, labels, spec },
      ports: serves ? own.map(({ port }) => port) : ports,
      pods: serves ? 'running' : 'from-template',
    };
  });
}

function withLabels(
  namespace: string,
  name: string,
  labels: Actor['labels'],
  ports: readonly number[],
): Actor {
  return { namespace, name, labels, ports, pods: 'labels' };
}

/** The gateway's controller is reached from outside as well. */
function portsOf({ gateway }: ClusterLiteral, peer: Peer, ports: readonly number[]): readonly number[] {
  const { http, https } = gateway.controller.ports;
  return isController({ gateway }, peer) ? [...new Set([...ports, http, https])] : ports;
}

/** Whether these are the pods behind the Gateway. */
export function isController(
  { gateway: { controller } }: Pick<ClusterLiteral, 'gateway'>,
  { namespace, labels }: Pick<Peer, 'namespace' | 'labels'>,
): boolean {
  return namespace === controller.namespace && JSON.stringify(labels) === JSON.stringify(controller.labels);
}
