import { type Pods, podsOf } from '../../../../checks/readers/pods';
import { containerPortsOf } from '../../../../checks/readers/ports';
import type { Edge, Peer } from '../../../../constructs/network/props';
import type { Cluster as ClusterLiteral } from '../../../../environments/environment';
import { partsOf } from '../../../../environments/operators';
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
  /** How many pods are made: two where a way leads from one to another of its own. @default 1 */
  readonly copies?: number;
}

/** Marks what the proof makes. */
export const MARK = 'data-frost.test/network';

/** Where no policy is: what is seen from there is shut by the other end alone. */
export const OUTSKIRTS = 'network-outskirts';

/** `production-batch-jobs/iris-scoring`; edges call their ends so too. */
export function titleOf({ namespace, name }: Pick<Peer, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** Every way that the cluster's environments and its operators declare, once. */
export function edgesOf({ operatorEdges: all }: ClusterLiteral): readonly Edge[] {
  const keyOf = ({ client, server, port }: Edge) => `${titleOf(client)} ${titleOf(server)} ${port}`;
  return [...new Map(all.map((edge) => [keyOf(edge), edge])).values()];
}

/** The namespaces that `dist/` brings, all of them shut by default. */
export function shutNamespacesOf(objects: readonly KubernetesObject[]): readonly string[] {
  return objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
}

/**
 * The parts of operators that stand in the pod network, where policies hold. What their charts bring does not run here: a
 * pod with their labels stands in.
 */
export function operatorPartsOf({ operators }: ClusterLiteral) {
  return operators.flatMap(partsOf).filter(({ hostNetwork = false }) => !hostNetwork);
}

/**
 * Who takes part: every workload of `dist/`, every part of an operator, what edges name beside them, a stranger in every namespace of `dist/` and
 * outside of them all, and there too an impostor with the labels of each client.
 */
export function actorsOf(literal: ClusterLiteral, objects: readonly KubernetesObject[]): readonly Actor[] {
  const edges = edgesOf(literal);
  const ports = commonPortsOf(literal);
  const workloads = objects.flatMap((object) => workloadOf(object, ports));
  const known = new Set(workloads.map(titleOf));
  const peers = new Map(
    [
      ...operatorPartsOf(literal).map(({ peer }) => peer),
      ...edges.flatMap(({ client, server }) => [client, server]),
    ].map((one) => [titleOf(one), one]),
  );
  const operators = [...peers.values()]
    .filter((peer) => !known.has(titleOf(peer)))
    .map((peer) => ({
      ...withLabels(peer.namespace, peer.name, peer.labels, portsOf(literal, peer)),
      copies: edges.some(({ client, server }) => [client, server].every((end) => isSame(end, peer))) ? 2 : 1,
    }));
  const strangers = [...shutNamespacesOf(objects), OUTSKIRTS].map((namespace) =>
    withLabels(namespace, 'stranger', { app: 'stranger' }, ports),
  );
  const clients = new Map(edges.map(({ client }) => [titleOf(client), client]));
  const impostors = [...clients.values()].map(({ namespace, name, labels }) =>
    withLabels(OUTSKIRTS, `as-if-${namespace}-${name}`, labels, ports),
  );
  return [...workloads, ...operators, ...strangers, ...impostors];
}

function isSame(one: Peer, other: Peer): boolean {
  return titleOf(one) === titleOf(other);
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

/** What pods listen on that nothing is to reach: ports that workloads serve at, so that a way to them would be seen. */
function commonPortsOf({ environments }: ClusterLiteral): readonly number[] {
  return [...new Set(environments.flatMap(({ edges }) => edges.map(({ port }) => port)))];
}

/** What is declared of it, and what all listen on; the gateway's controller is reached from outside as well. */
function portsOf(literal: ClusterLiteral, peer: Peer): readonly number[] {
  const served = edgesOf(literal).filter(({ server }) => isSame(server, peer));
  const parts = operatorPartsOf(literal).filter((part) => isSame(part.peer, peer));
  return [
    ...new Set([
      ...commonPortsOf(literal),
      ...served.map(({ port }) => port),
      ...parts.flatMap(({ calledAt = [] }) => calledAt),
      ...(isController(literal, peer) ? Object.values(literal.gateway.controller.ports) : []),
    ]),
  ];
}

/** Whether these are the pods behind the Gateway. */
export function isController(
  { gateway: { controller } }: Pick<ClusterLiteral, 'gateway'>,
  { namespace, labels }: Pick<Peer, 'namespace' | 'labels'>,
): boolean {
  return namespace === controller.namespace && JSON.stringify(labels) === JSON.stringify(controller.labels);
}
