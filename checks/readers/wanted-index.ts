import { push } from './selectors';

/** Key of what wants nothing in particular. */
const NOTHING = '';

/** What an item is about: whatever stands in its place and has all the keys that it wants. */
export interface Wish {
  readonly place: string;
  readonly keys: readonly string[];
}

/**
 * Items by what they want, found by what something has. Each is filed under that of its keys which the fewest want, so
 * that a look-up sees few that do not fit.
 */
export class WantedIndex<Item> {
  private readonly byPlace = new Map<string, Map<string, Item[]>>();

  constructor(items: readonly Item[], wishOf: (item: Item) => Wish) {
    const wishes = items.map((item) => ({ item, wish: wishOf(item) }));
    const counts = new Map<string, number>();
    for (const { wish } of wishes) {
      for (const key of wish.keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const countOf = (key: string) => counts.get(key) ?? Number.POSITIVE_INFINITY;
    for (const { item, wish } of wishes) {
      const { place, keys } = wish;
      const byKey = this.byPlace.get(place) ?? new Map<string, Item[]>();
      this.byPlace.set(place, byKey);
      const rarest = keys.reduce((rare, key) => (countOf(key) < countOf(rare) ? key : rare), NOTHING);
      push(byKey, rarest, item);
    }
  }

  /** Items of a place that may want no more than these keys; the caller looks closer. */
  *candidates(place: string, ...keys: readonly (readonly string[])[]): Generator<Item> {
    const byKey = this.byPlace.get(place);
    if (byKey === undefined) return;
    yield* byKey.get(NOTHING) ?? [];
    for (const key of keys.flat()) yield* byKey.get(key) ?? [];
  }
}
