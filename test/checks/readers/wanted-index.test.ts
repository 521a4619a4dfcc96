import fc from 'fast-check';
import { WantedIndex } from '../../../checks/readers/wanted-index';

const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'));
const places = fc.constantFrom('here', 'there');

describe('WantedIndex', () => {
  test('finds every item of the place that wants no more than there is', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ place: places, keys })), places, keys, (wishes, place, held) => {
        const index = new WantedIndex(wishes, (wish) => wish);
        const fitting = wishes.filter(
          (wish) => wish.place === place && wish.keys.every((key) => held.includes(key)),
        );
        const found = [...index.candidates(place, held)];
        expect(found.every((wish) => wish.place === place)).toBe(true);
        expect(found.filter((wish) => fitting.includes(wish))).toHaveLength(fitting.length);
      }),
    );
  });

  test('looks at few of many that have a key in common', () => {
    const wishes = Array.from({ length: 100 }, (_, number) => ({
      place: 'here',
      keys: ['common', `own ${number}`],
    }));
    const index = new WantedIndex(wishes, (wish) => wish);
    expect([...index.candidates('here', ['common'], ['own 7'])]).toEqual([wishes[7]]);
  });
});
