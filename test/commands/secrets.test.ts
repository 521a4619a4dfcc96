import { inventory } from '../../environments/inventory';
import { resolveInventory } from '../../environments/resolve';
import { treeOf } from '../synth/project';
import { BUNDLING_MILLISECONDS, bundleOf, linesOf, newFolder, removeFolders, run } from './command-line';

let main = '';
beforeAll(async () => {
  main = await bundleOf();
}, BUNDLING_MILLISECONDS);
afterAll(removeFolders);

test('--secrets lists each Secret that a person makes, and writes nothing', () => {
  const folder = newFolder();
  const { code, stdout, stderr } = run(main, folder, ['synth', '--secrets']);
  expect({ code, stderr, tree: treeOf(folder) }).toEqual({ code: 0, stderr: '', tree: {} });
  const rows = linesOf(stdout).map((line) => line.split(/ {2,}/));
  const secrets = resolveInventory(inventory).flatMap(({ bootstrapSecrets }) => bootstrapSecrets);
  expect(rows).toEqual([
    ['namespace', 'name', 'type', 'made of'],
    ...secrets.map(({ namespace, name, type, made }) => [namespace, name, type, made]),
  ]);
  expect(secrets.length).toBeGreaterThan(3);
});
