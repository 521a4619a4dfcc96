import type { Fault } from '../../values/fault';
import type { Values } from '../resolve';

/** What holds between the values of clusters and environments; each has a fixture named for its one fault. */
export interface Rule {
  /** States the rule, in kebab case. */
  readonly id: string;
  /** What it counts on: with a fault in one of these it would find others that are none. */
  readonly needs: readonly (keyof Values)[];
  readonly judge: (values: Values) => Iterable<Fault>;
}

/** Items that share `key` with an earlier one, each with that earlier one. */
export function repeated<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
): readonly (readonly [Item, Item])[] {
  const first = new Map<string, Item>();
  return items.flatMap((item) => {
    const earlier = first.get(key(item));
    if (earlier === undefined) first.set(key(item), item);
    return earlier === undefined ? [] : [[item, earlier] as const];
  });
}
