import fc from 'fast-check';
import { inventory } from '../../environments/inventory';
import { changed } from './change';
import { faultsOf } from './faults-of';

const [cluster, environment] = [inventory.clusters[0], inventory.environments[0]];

/** Whatever JSON and its callers can hand over where an inventory is due; untyped, as what it is parsed from. */
const odd = [
  'null',
  '[]',
  '"text"',
  '3',
  'true',
  '{}',
  '{ "name": "" }',
  '{ "name": 3 }',
  '{ "__proto__": null }',
];

test.each(odd)('%s in the place of an inventory gives faults', (text) => {
  expect(faultsOf(JSON.parse(text))[0]).toMatch(/^inventory: /);
});

test.each(odd)('%s in the place of its lists gives faults', (text) => {
  const value = JSON.parse(text);
  if (Array.isArray(value)) expect(faultsOf({ clusters: value, environments: value })).toEqual([]);
  else {
    expect(faultsOf({ clusters: value, environments: value })).toEqual([
      expect.stringMatching(/^inventory: `clusters` must be a list, got /),
      expect.stringMatching(/^inventory: `environments` must be a list, got /),
    ]);
  }
});

test.each(odd)('%s in the place of a cluster or an environment gives faults that say which', (text) => {
  const value = JSON.parse(text);
  const faults = faultsOf({ clusters: [value], environments: [...inventory.environments, value] });
  expect(faults.length).toBeGreaterThanOrEqual(2);
  for (const fault of faults) expect(fault).toMatch(/^(clusters\[0\]|environments\[3\]): .*must/);
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'the key %s is unknown like any other',
  (key) => {
    const fault = `must not have \`${key}\`; remove it or correct its name`;
    expect(faultsOf(changed(`staging.${key}`, { name: 'x' }))).toEqual([`staging: ${fault}`]);
    expect(faultsOf(changed(`proxmox.network.${key}`, 1))).toEqual([`proxmox: \`network\` ${fault}`]);
  },
);

test.each(['name', 'cluster', 'domain', 'timeZone', 'registry.repository', 'modelServing.models.iris.image'])(
  'a huge text as %s is a fault of one short line',
  (path) => {
    const faults = faultsOf(changed(`staging.${path}`, `a${'.\n/@:'.repeat(200_000)}`));
    expect(faults).toHaveLength(1);
    expect(faults[0]?.length).toBeLessThan(400);
    expect(faults[0]).not.toMatch(/\n/);
  },
);

test('whatever stands in the place of a value gives faults or is taken, and nothing else is thrown', () => {
  const paths = [...keysOf(cluster, 'proxmox'), ...keysOf(environment, 'development')];
  fc.assert(
    fc.property(
      fc.constantFrom(...paths),
      fc.anything({ withBigInt: true, withNullPrototype: true }),
      (path, value) => {
        for (const fault of faultsOf(changed(path, value)))
          expect(fault).toMatch(/^[^\n]+: [^\n]*must [^\n]+$/);
      },
    ),
    { numRuns: 150 },
  );
});

/** Paths of everything in a value, dots between the keys. */
function keysOf(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    `${path}.${key}`,
    ...keysOf(child, `${path}.${key}`),
  ]);
}
