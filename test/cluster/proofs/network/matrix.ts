import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel } from '../../../control-plane/pool';
import type { Cluster } from '../../cluster';
import { connectAs } from '../../network/machine';
import { connectAllFrom, type Verdict } from '../../network/probe';
import type { Source } from './declared';
import type { Place } from './places';

/** One connection. */
export interface Cell {
  readonly source: Source;
  readonly place: Place;
}

/** What became of it. */
export interface Tried extends Cell {
  readonly verdict: Verdict;
}

/** Pods that try at once. */
const PODS = 10;

/** Every connection that says something about policies. */
export function cellsOf(sources: readonly Source[], places: readonly Place[]): readonly Cell[] {
  return sources.flatMap((source) =>
    places.filter((place) => isJudged(source, place)).map((place) => ({ source, place })),
  );
}

/** Left out: what never leaves a pod or its worker, and pods that reach themselves by their own Service. */
function isJudged(source: Source, place: Place): boolean {
  if (source.kind === 'machine') return place.kind === 'pod' && !place.named;
  const isItself = place.pod === source.pod && place.actor === source.actor;
  const isOwnService = place.actor === source.actor && place.pod === undefined && place.kind === 'pod';
  return !isItself && !isOwnService && place.node !== source.node;
}

/** Tries all of them, those of one source at once. */
async function tryAll(cluster: Cluster, cells: readonly Cell[]): Promise<readonly Tried[]> {
  const rows = new Map<Source, Cell[]>();
  for (const cell of cells) rows.set(cell.source, [...(rows.get(cell.source) ?? []), cell]);
  const tried = await inParallel(PODS, [...rows], async ([source, row]) => {
    const verdicts = await verdictsOf(
      cluster,
      source,
      row.map(({ place }) => place.address),
    );
    return row.map((cell): Tried => ({ ...cell, verdict: verdicts.get(cell.place.address) ?? 'failed' }));
  });
  return tried.flat();
}

async function verdictsOf(
  cluster: Cluster,
  source: Source,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, Verdict>> {
  if (source.kind === 'pod')
    return connectAllFrom(cluster, `${source.actor.namespace}/${source.pod}`, addresses);
  const verdicts = await Promise.all(addresses.map((address) => connectAs(source.address, address)));
  return new Map(addresses.map((address, index) => [address, verdicts[index] ?? 'failed']));
}

/** Whether a connection must get through. */
export type Wanted = (cell: Cell) => boolean;

/** How often everything is tried: policies take effect a moment after they are changed. */
const TRIES = 3;

/** How often a connection that should be open is tried on its own: a packet may get lost on a busy machine. */
const SECOND_TRIES = 5;

/** How long that waits each time, in milliseconds: what a busy machine keeps waiting is not over at once. */
const BREATH = 2000;

/**
 * Tries all of them until they are as they must be, or it is certain that they will not be.
 *
 * All are tried anew as long as one gets through that must not: then policies had not taken effect for the others either.
 */
export async function settle(
  cluster: Cluster,
  cells: readonly Cell[],
  isOpen: Wanted,
): Promise<readonly Tried[]> {
  let tried = await tryAll(cluster, cells);
  for (let count = 1; count < TRIES && tried.some((one) => isLoose(one, isOpen)); count++)
    tried = await tryAll(cluster, cells);
  for (let count = 0; count < SECOND_TRIES; count++) {
    // What gets through now and then although it must not is a fault: only what should get through is tried again.
    const wrong = tried.filter((one) => isOpen(one) && isFault(one, isOpen));
    if (wrong.length === 0) break;
    await sleep(BREATH);
    const again = await tryAll(cluster, wrong);
    tried = [...tried.filter((one) => !wrong.includes(one)), ...again];
  }
  return tried;
}

/** What is not as it must be, in one line a connection. */
export function faultsIn(tried: readonly Tried[], isOpen: Wanted): readonly string[] {
  return tried
    .filter((one) => isFault(one, isOpen))
    .map((one) => {
      const { source, place, verdict } = one;
      const wanted = wantedOf(one, isOpen);
      return `${source.title} → ${place.title} (${place.address}) must be ${wanted}, was ${verdict}`;
    });
}

function isLoose(tried: Tried, isOpen: Wanted): boolean {
  return !isOpen(tried) && tried.verdict !== 'silent';
}

/** Whether it did not become of it what must. */
export function isFault(tried: Tried, isOpen: Wanted): boolean {
  return tried.verdict !== wantedOf(tried, isOpen);
}

function wantedOf(cell: Cell, isOpen: Wanted): Verdict {
  if (!isOpen(cell)) return 'silent';
  return cell.place.listens ? 'open' : 'refused';
}
