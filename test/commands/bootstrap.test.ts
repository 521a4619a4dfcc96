import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { treeOf } from '../synth/project';
import { BUNDLING_MILLISECONDS, bundleOf, newFolder, PROJECT, removeFolders, run } from './command-line';

let main = '';
beforeAll(async () => {
  main = await bundleOf();
}, BUNDLING_MILLISECONDS);
afterAll(removeFolders);

/** Runs in an empty folder, which must stay empty. */
function bootstrap(...args: readonly string[]) {
  const folder = newFolder();
  const result = run(main, folder, ['bootstrap', ...args]);
  expect(treeOf(folder)).toEqual({});
  return result;
}

test('--print prints docs/bootstrap.md and asks no cluster', () => {
  const page = readFileSync(join(PROJECT, 'docs/bootstrap.md'), 'utf8');
  expect(bootstrap('production', '--print')).toEqual({ code: 0, stdout: page, stderr: '' });
});

test('an environment that there is not is refused', () => {
  const { code, stderr } = bootstrap('produktion', '--print');
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(
      /^bootstrap: must be one of development, staging, production, got 'produktion'\n/,
    ),
  });
});
