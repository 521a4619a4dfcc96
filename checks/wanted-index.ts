import { push } from './selectors';

/**
 * Things that are about whatever has all the keys they want, found by the keys that something has. Each is filed under
 * the key that the fewest want, so that a look-up sees few that do not fit.
 */
export class WantedIndex<Item> {
  private readonly byKey = new Map<string, Item[]>();

  /** @param wantedBy the keys that an item wants, at least one */
  constructor(items: readonly Item[], wantedBy: (item: Item) => readonly string[]) {
    const counts = new Map<string, number>();
    const wanted = items.map((item) => ({ item, keys: wantedBy(item) }));
    for (const key of wanted.flatMap(({ keys }) => keys)) counts.set(key, (counts.get(key) ?? 0) + 1);
    const wish = (key: string) => counts.get(key) ?? 0;
    for (const { item, keys } of wanted) {
      push(
        this.byKey,
        keys.reduce((rarest, key) => (wish(key) < wish(rarest) ? key : rarest)),
        item,
      );
    }
  }

  /** Items that may want no more than these keys; the caller looks closer. */
  candidates(keys: readonly string[]): readonly Item[] {
    return keys.flatMap((key) => this.byKey.get(key) ?? []);
  }
}
