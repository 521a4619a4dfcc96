import type { Peer } from '../../../../constructs/network/props';
import type { Cluster as ClusterLiteral } from '../../../../environments/environment';
import { API_SERVER_PORT } from '../../nodes/plan';
import { edgesOf, isController, operatorPartsOf, titleOf } from './actors';
import type { Source } from './declared';
import type { Cell } from './matrix';
import { KUBELET, OUTSIDE } from './places';
import type { Side } from './ways';

/** One side of what is declared, taken away from the policies, and what must be silent then. */
export interface Mutant {
  readonly title: string;
  readonly side: Side;
  silences(cell: Cell): boolean;
}

type Machine = Source & { readonly kind: 'machine' };

/** Ports of DNS, over UDP and TCP. */
const DNS_PORT = 53;

/** Both sides of every edge, the side of it that lies in a namespace that is shut; and the ways that are no edges. */
export function mutantsOf(literal: ClusterLiteral, shut: readonly string[]): readonly Mutant[] {
  const sides = [
    ...edgeMutants(literal),
    ...gatewayMutants(literal),
    ...apiServerMutants(literal),
    ...machineMutants(literal),
  ];
  return [...sides.filter(({ side }) => shut.includes(side.namespace)), ...dnsMutants(literal, shut)];
}

function edgeMutants(literal: ClusterLiteral): readonly Mutant[] {
  return edgesOf(literal).flatMap(({ client, server, port }) => {
    const edge = `${titleOf(client)} → ${titleOf(server)}:${port}`;
    const silences = ({ source, place }: Cell) =>
      source.kind === 'pod' &&
      titleOf(source.actor) === titleOf(client) &&
      place.actor !== undefined &&
      titleOf(place.actor) === titleOf(server) &&
      place.port === port;
    return [
      {
        title: `${edge}, the client's side`,
        side: { direction: 'egress', ...client, other: server, port },
        silences,
      },
      {
        title: `${edge}, the server's side`,
        side: { direction: 'ingress', ...server, other: client, port },
        silences,
      },
    ];
  });
}

function gatewayMutants({ gateway, balancers, administration }: ClusterLiteral): readonly Mutant[] {
  const { namespace, labels, ports } = gateway.controller;
  const mutant = (
    title: string,
    cidr: string,
    port: number,
    isFrom: (source: Machine) => boolean,
  ): Mutant => ({
    title: `${title} → ${namespace}:${port}`,
    side: { direction: 'ingress', namespace, labels, other: { cidrs: [cidr] }, port },
    silences: ({ source, place }) =>
      source.kind === 'machine' &&
      isFrom(source) &&
      place.actor !== undefined &&
      isController({ gateway }, place.actor) &&
      place.port === port,
  });
  return [
    ...balancers.flatMap(({ name, address }) =>
      [ports.http, ports.https].map((port) =>
        mutant(`the machine ${name}`, `${address}/32`, port, (source) => source.address === address),
      ),
    ),
    ...administration.networks.map((cidr) =>
      mutant(`administrators in ${cidr}`, cidr, ports.private, ({ is }) => is === 'administrator'),
    ),
  ];
}

/** Both directions: what a part asks the API server, and webhooks and the like that it is asked at. */
function apiServerMutants(literal: ClusterLiteral): readonly Mutant[] {
  const [node] = literal.nodes.filter(({ role }) => role === 'control-plane');
  if (node === undefined) return [];
  const other = { cidrs: [`${node.address}/32`] };
  return operatorPartsOf(literal).flatMap(({ peer, callsApiServer = true, calledAt = [] }): Mutant[] => {
    const { namespace, labels } = peer;
    const asks: Mutant = {
      title: `${titleOf(peer)} → the API server`,
      side: { direction: 'egress', namespace, labels, other, port: API_SERVER_PORT },
      silences: ({ source, place }) => isFrom(source, peer) && place.kind === 'api-server',
    };
    const asked = calledAt.map(
      (port): Mutant => ({
        title: `the API server → ${titleOf(peer)}:${port}`,
        side: { direction: 'ingress', namespace, labels, other, port },
        silences: ({ source, place }) =>
          source.kind === 'machine' &&
          source.is === 'control-plane' &&
          place.actor !== undefined &&
          titleOf(place.actor) === titleOf(peer) &&
          place.port === port,
      }),
    );
    return [...(callsApiServer ? [asks] : []), ...asked];
  });
}

/** Ways of parts of operators to kubelets, and to the world outside: what of machines is there to be reached. */
function machineMutants(literal: ClusterLiteral): readonly Mutant[] {
  return operatorPartsOf(literal).flatMap(({ peer, machines = [], outside = [] }) => {
    const { namespace, labels } = peer;
    const mutant = (
      title: string,
      cidrs: readonly string[],
      port: number,
      isAt: Mutant['silences'],
    ): Mutant => ({
      title: `${titleOf(peer)} → ${title}:${port}`,
      side: { direction: 'egress', namespace, labels, other: { cidrs }, port },
      silences: (cell) => isFrom(cell.source, peer) && isAt(cell),
    });
    const kubelets = machines.filter(({ port }) => port === KUBELET);
    const world = OUTSIDE.filter(({ port }) => outside.includes(port));
    return [
      ...kubelets.map(({ name, addresses, port }) => {
        const cidrs = addresses.map((address) => `${address}/32`);
        return mutant(name, cidrs, port, ({ place }) => place.node !== undefined);
      }),
      ...world.map(({ title, address, port }) =>
        mutant(title, ['0.0.0.0/0'], port, ({ place }) => place.address === `${address}:${port}`),
      ),
    ];
  });
}

function isFrom(source: Source, peer: Pick<Peer, 'namespace' | 'name'>): boolean {
  return source.kind === 'pod' && titleOf(source.actor) === titleOf(peer);
}

function dnsMutants({ network: { dns } }: ClusterLiteral, shut: readonly string[]): readonly Mutant[] {
  const other = { namespace: dns.namespace, labels: { 'k8s-app': dns.app } };
  return shut.map((namespace) => ({
    title: `${namespace} → DNS`,
    side: { direction: 'egress', namespace, labels: {}, other, port: DNS_PORT },
    silences: ({ source, place }) =>
      source.kind === 'pod' && source.actor.namespace === namespace && (place.kind === 'dns' || place.named),
  }));
}
