import { mappings, text } from '../../../../checks/readers/read';
import type { Peer } from '../../../../constructs/network/props';
import type { Cluster as ClusterLiteral } from '../../../../environments/environment';
import type { Cluster } from '../../cluster';
import { API_SERVER_PORT } from '../../nodes/plan';
import { edgesOf, isController, operatorPartsOf, titleOf } from './actors';
import type { Declared, Source } from './declared';
import { type Cell, faultsIn, settle } from './matrix';
import { KUBELET, OUTSIDE } from './places';
import { rulesWithout, type Side } from './ways';

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

/** Mutants of different namespaces or directions at once: a rule says nothing of pods in another, or of the other way. */
export function roundsOf(mutants: readonly Mutant[]): readonly (readonly Mutant[])[] {
  const rounds: Mutant[][] = [];
  for (const mutant of mutants) {
    const isAlike = ({ side: { namespace, direction } }: Mutant) =>
      namespace === mutant.side.namespace && direction === mutant.side.direction;
    const round = rounds.find((other) => !other.some(isAlike));
    if (round === undefined) rounds.push([mutant]);
    else round.push(mutant);
  }
  return rounds;
}

/** Connections that mutants could change: those that are open, of the fewest pods that see all of them. */
export function watchedBy(
  mutants: readonly Mutant[],
  cells: readonly Cell[],
  declared: Declared,
): readonly Cell[] {
  const open = cells.filter(({ source, place }) => declared.reasonFor(source, place) !== undefined);
  const needed = new Set(
    open
      .filter(({ source, place }) => {
        const reason = declared.reasonFor(source, place);
        return reason !== 'unguarded' && reason !== 'dns';
      })
      .map(({ source }) => source),
  );
  for (const mutant of mutants) {
    const seen = open.filter((cell) => mutant.silences(cell));
    const [first] = seen;
    if (first !== undefined && !seen.some(({ source }) => needed.has(source))) needed.add(first.source);
  }
  return open.filter(({ source }) => needed.has(source));
}

/** Whether one of these connections tells the mutant from what is declared. */
export function isSeen(mutant: Mutant, watched: readonly Cell[]): boolean {
  return watched.some((cell) => mutant.silences(cell));
}

interface Removed {
  readonly path: string;
  /** Rules of the side's direction, before and after. */
  readonly direction: Side['direction'];
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Takes the sides of these mutants away at once and looks what becomes of the connections; Argo CD must not heal meanwhile.
 *
 * @returns what is not as it must be, by mutant: none when just what it silences is silent
 */
export async function faultsWith(
  cluster: Cluster,
  mutants: readonly Mutant[],
  watched: readonly Cell[],
): Promise<ReadonlyMap<Mutant, readonly string[]>> {
  const removed = (await Promise.all(mutants.map(({ side }) => findSide(cluster, side)))).flat();
  const isOpen = (cell: Cell) => !mutants.some((mutant) => mutant.silences(cell));
  try {
    for (const { path, direction, after } of removed) await setRules(cluster, path, direction, after);
    const tried = await settle(cluster, watched, isOpen);
    return new Map(
      mutants.map((mutant) => {
        const others = mutants.filter((other) => other !== mutant);
        const own = tried.filter((cell) => !others.some((other) => other.silences(cell)));
        return [mutant, faultsIn(own, isOpen)];
      }),
    );
  } finally {
    for (const { path, direction, before } of removed) await setRules(cluster, path, direction, before);
  }
}

/** The policies that open a side; there must be one. */
async function findSide({ client }: Cluster, side: Side): Promise<readonly Removed[]> {
  const { namespace, direction } = side;
  const collection = `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`;
  const { body } = await client.send({ path: collection });
  return mappings(body, 'items').flatMap((policy) => {
    const after = rulesWithout(policy, side);
    const path = `${collection}/${text(policy, 'metadata.name')}`;
    return after === undefined
      ? []
      : [{ path, direction, before: mappings(policy, `spec.${direction}`), after }];
  });
}

async function setRules({ client }: Cluster, path: string, direction: string, rules: unknown): Promise<void> {
  const { status, body } = await client.send({
    method: 'PATCH',
    path,
    contentType: 'application/merge-patch+json',
    body: JSON.stringify({ spec: { [direction]: rules } }),
  });
  if (status !== 200) throw new Error(`${path}: ${text(body, 'message')}`);
}
