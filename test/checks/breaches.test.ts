import { renderCluster } from '../../app';
import { judge } from '../../checks/judge';
import { laws } from '../../checks/laws';
import { World } from '../../checks/world';
import { inventory } from '../../environments/inventory';
import { resolveInventory } from '../../environments/resolve';
import { breaches } from './breaches';
import { type Breach, broken } from './breaches/breach';

/** Laws on what the tree does not hold, so that no single change of it can break them; their own tests do. */
const WITHOUT_BREACH: Readonly<Record<string, string>> = {
  'needs-have-no-cycle': 'no vault is rendered',
  'vault-paths-have-one-writer': 'no store of a vault is rendered',
};

const real = resolveInventory(inventory).map(renderCluster);
const all = Object.values(breaches).flat();

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

  test.each(all.map((breach) => [titleOf(breach), breach] as const))('%s', (_, breach) => {
    const { law, object, path = object, message } = breach;
    expect(faultsOf(breach)).toEqual([{ path, message, law }]);
  });

  test('every law has one, or a reason why not', () => {
    const broken = new Set(all.map(({ law }) => law));
    const without = laws.map(({ id }) => id).filter((id) => !broken.has(id));
    expect(without).toEqual(Object.keys(WITHOUT_BREACH));
  });

  test('no two are the same', () => {
    const titles = all.map(titleOf);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });
});
