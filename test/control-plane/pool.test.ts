import fc from 'fast-check';
import { inParallel } from './pool';

test('gives one result an item, in order, and never has more at work than the limit', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer()), fc.integer({ min: 1, max: 5 }), async (items, limit) => {
      let working = 0;
      let most = 0;
      const results = await inParallel(limit, items, async (item) => {
        most = Math.max(most, ++working);
        await Promise.resolve();
        working--;
        return item * 2;
      });
      expect(results).toEqual(items.map((item) => item * 2));
      expect(most).toBe(Math.min(limit, items.length));
    }),
  );
});

test('fails as soon as one item fails', async () => {
  const work = (item: number) => (item === 2 ? Promise.reject(new Error('two')) : Promise.resolve(item));
  await expect(inParallel(2, [1, 2, 3], work)).rejects.toThrow('two');
});
