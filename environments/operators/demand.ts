import type { ByteQuantity } from '../../values/quantity';
import type { ClusterValues } from '../cluster-spec';
import { operatorsOf } from './list';
import { type ContainerResources, partsOf, type Replicas } from './operator';

/** What one sort of pod of an operator takes of the cluster. */
export interface OperatorDemand {
  /** Application and part: `cert-manager/webhook`. */
  readonly name: string;
  readonly namespace: string;
  /** Pods; those on each node count its nodes. */
  readonly pods: number;
  /** Whether one stands on each worker or each node, wherever there is room for others. */
  readonly placement: 'anywhere' | 'every-worker' | 'every-node';
  /** What each container of a pod takes. */
  readonly containers: readonly ContainerResources[];
  /** Volume of each pod; absent without one. */
  readonly storage?: ByteQuantity;
}

/** What all operators take of a cluster: the very values that their charts get. */
export function operatorDemand(cluster: ClusterValues): readonly OperatorDemand[] {
  return operatorsOf(cluster).flatMap((operator) =>
    partsOf(operator).map(({ peer, replicas, containers, storage }) => ({
      name: `${operator.name}/${peer.name}`,
      namespace: peer.namespace,
      pods: podsOf(replicas, cluster),
      placement: typeof replicas === 'number' ? ('anywhere' as const) : replicas,
      containers: Object.values(containers),
      ...(storage !== undefined && { storage }),
    })),
  );
}

function podsOf(replicas: Replicas, { nodes }: ClusterValues): number {
  if (typeof replicas === 'number') return replicas;
  return replicas === 'every-node' ? nodes.length : nodes.filter(({ role }) => role === 'worker').length;
}
