import { judge } from '../../checks/judge';
import { laws } from '../../checks/laws';
import { World } from '../../checks/world';
import { breaches } from './breaches';
import { type Breach, broken } from './breaches/breach';
import { real } from './breaches/tree';

const all = Object.values(breaches).flat();

/** Longest title of a test in print, in characters: a change may hold a whole file. */
const LONGEST = 300;

function titleOf({ law, object, change }: Breach): string {
  return `${law}: ${object}: ${JSON.stringify(change)}`;
}

/** What all laws say of the cluster that holds the object, once that is changed. */
function faultsOf(breach: Breach) {
  const [tree] = breach.object.split('/');
  const world = real
    .map((one) => one.world)
    .find(({ manifests }) => manifests.some((one) => one.tree === tree));
  if (world === undefined) throw new Error(`\`object\` must be in a rendered tree, got '${breach.object}'`);
  return judge(new World(broken(world.manifests, breach), world.surroundings), laws);
}

describe('breaches', () => {
  test('the real tree has none', () => {
    expect(real.flatMap(({ world, faults }) => [...faults, ...judge(world, laws)])).toEqual([]);
  });

  test.each(all.map((breach) => [titleOf(breach).slice(0, LONGEST), breach] as const))('%s', (_, breach) => {
    const { law, object, path = object, message } = breach;
    expect(faultsOf(breach)).toEqual([{ path, message, law }]);
  });

  test('every law has one', () => {
    const broken = new Set(all.map(({ law }) => law));
    expect(laws.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
  });

  test('no two are the same', () => {
    const titles = all.map(titleOf);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });
});
