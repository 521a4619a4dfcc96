import { until } from './until';

test('looks until there is something, and returns it', async () => {
  const looks = ['not yet', undefined, { found: 1 }];
  const look = async () => looks.shift();
  expect(await until('something is there', look, { every: 1 })).toEqual({ found: 1 });
});

test('says what it waited for and what it saw last', async () => {
  const look = async () => '2 of 3' as true | string;
  await expect(until('three are there', look, { seconds: 0.05, every: 1 })).rejects.toThrow(
    'within 0.05 s it must be that three are there; last: 2 of 3',
  );
});
