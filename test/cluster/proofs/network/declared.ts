import type { Cluster as ClusterLiteral } from '../../../../environments/environment';
import { type Actor, edgesOf, isController, operatorPartsOf, titleOf } from './actors';
import { OUTSIDE, type Place } from './places';

/** Where connections are tried from: a pod, or a machine beside the workers. */
export type Source =
  | {
      readonly kind: 'pod';
      readonly title: string;
      readonly actor: Actor;
      readonly pod: string;
      readonly node: string;
    }
  | {
      readonly kind: 'machine';
      readonly title: string;
      readonly address: string;
      readonly is: 'administrator' | 'balancer' | 'control-plane';
    };

/** Why a connection is open. */
export type Reason = 'edge' | 'dns' | 'api-server' | 'balancer' | 'administrator' | 'machine' | 'unguarded';

/** What the environments and the cluster declare of one connection; policies are not looked at. */
export interface Declared {
  /** @returns the reason, or undefined where it must be shut */
  reasonFor(source: Source, place: Place): Reason | undefined;
}

/** @param shut namespaces in which everything is shut that is not declared */
export function declaredBy(literal: ClusterLiteral, shut: readonly string[]): Declared {
  const edges = new Set(
    edgesOf(literal).map(({ client, server, port }) => `${titleOf(client)} ${titleOf(server)} ${port}`),
  );
  const isShut = (actor: Actor | undefined) => actor !== undefined && shut.includes(actor.namespace);
  return {
    reasonFor(source, place) {
      const { actor: server, port = 0 } = place;
      if (source.kind === 'machine')
        return ofMachine(literal, source.is, place) ?? (isShut(server) ? undefined : 'unguarded');
      const { actor } = source;
      if (server !== undefined && edges.has(`${titleOf(actor)} ${titleOf(server)} ${port}`)) return 'edge';
      if (place.kind === 'dns') return 'dns';
      return ofPart(literal, actor, place) ?? (isShut(actor) || isShut(server) ? undefined : 'unguarded');
    },
  };
}

/** What machines beside the workers may reach: the gateway, and webhooks and the like of operators. */
function ofMachine(
  literal: ClusterLiteral,
  is: (Source & { readonly kind: 'machine' })['is'],
  { actor, port = 0 }: Place,
): Reason | undefined {
  if (actor === undefined) return undefined;
  const entries = isController(literal, actor) ? literal.gateway.controller.ports : undefined;
  switch (is) {
    case 'balancer':
      return port === entries?.http || port === entries?.https ? is : undefined;
    case 'administrator':
      return port === entries?.private ? is : undefined;
    case 'control-plane':
      return partOf(literal, actor)?.calledAt?.includes(port) ? 'api-server' : undefined;
  }
}

/** What a part of an operator may reach outside of the pod network. */
function ofPart(literal: ClusterLiteral, actor: Actor, place: Place): Reason | undefined {
  const part = partOf(literal, actor);
  if (part === undefined) return undefined;
  const { callsApiServer = true, machines = [], outside = [] } = part;
  if (place.kind === 'api-server' && callsApiServer) return 'api-server';
  const called = machines.flatMap(({ addresses, port }) => addresses.map((address) => `${address}:${port}`));
  const world = OUTSIDE.filter(({ port }) => outside.includes(port));
  const reached = [...called, ...world.map(({ address, port }) => `${address}:${port}`)];
  return reached.includes(place.address) ? 'machine' : undefined;
}

function partOf(literal: ClusterLiteral, actor: Actor) {
  return operatorPartsOf(literal).find(({ peer }) => titleOf(peer) === titleOf(actor));
}
