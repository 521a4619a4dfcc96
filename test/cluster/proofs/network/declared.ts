import type { Cluster as ClusterLiteral } from '../../../../environments/environment';
import { type Actor, edgesOf, isController, titleOf } from './actors';
import type { Place } from './places';

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
      readonly balances: boolean;
    };

/** Why a connection is open. */
export type Reason = 'edge' | 'dns' | 'api-server' | 'balancer' | 'unguarded';

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
  const { http, https } = literal.gateway.controller.ports;
  return {
    reasonFor(source, place) {
      const { actor: server, port = 0 } = place;
      if (source.kind === 'machine') {
        const isEntry = server !== undefined && isController(literal, server) && [http, https].includes(port);
        if (source.balances && isEntry) return 'balancer';
        return isShut(server) ? undefined : 'unguarded';
      }
      const { actor } = source;
      if (server !== undefined && edges.has(`${titleOf(actor)} ${titleOf(server)} ${port}`)) return 'edge';
      if (place.kind === 'dns') return 'dns';
      if (place.kind === 'api-server' && isController(literal, actor)) return 'api-server';
      return isShut(actor) || isShut(server) ? undefined : 'unguarded';
    },
  };
}
