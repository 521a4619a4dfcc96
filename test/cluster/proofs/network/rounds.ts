import { mappings, text } from '../../../../checks/readers/read';
import type { Cluster } from '../../cluster';
import type { Declared } from './declared';
import { type Cell, faultsIn, settle } from './matrix';
import type { Mutant } from './mutants';
import { rulesWithout, type Side } from './ways';

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

/** Whether the side is of policies that hold for an end of this connection: no other's can change it. */
function concerns({ side: { direction, namespace } }: Mutant, { source, place }: Cell): boolean {
  if (direction === 'ingress') return place.actor?.namespace === namespace;
  return source.kind === 'pod' && source.actor.namespace === namespace;
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
 * Takes the sides of these mutants away at once and looks what becomes of the connections from and to their namespaces;
 * Argo CD must not heal meanwhile.
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
    const concerned = watched.filter((cell) => mutants.some((mutant) => concerns(mutant, cell)));
    const tried = await settle(cluster, concerned, isOpen);
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
