import { join } from 'node:path';
import { buildRecipes } from '../cluster/images/recipes';
import { layersOf, listing } from './layout';
import { type Workshop, workshop } from './workshop';

const NOWHERE = 'http://127.0.0.1:1/debian';
const gone = {
  name: 'libx',
  version: '1.0-1',
  archive: 'debian',
  path: 'pool/libx_1.0-1_amd64.deb',
  sha256: 'ab',
};
let shop: Workshop;
let told: string[];
let before: NodeJS.ProcessEnv;

beforeEach(async () => {
  shop = workshop();
  told = [];
  before = { ...process.env };
  process.env['XDG_CACHE_HOME'] = join(shop.folder, 'cache');
  process.env['DEBIAN_ARCHIVE'] = NOWHERE;
  process.env['DEBIAN_SECURITY_ARCHIVE'] = NOWHERE;
  expect(await shop.build(['--lock'])).toMatchObject({ code: 0 });
});
afterEach(() => {
  process.env = before;
  shop.remove();
});

const child = () => buildRecipes(shop.folder, ['child'], (line) => told.push(line));
/** Changes the lock of an image. */
const change = (name: string, lock: object) =>
  shop.write(`${name}/lock.json`, JSON.stringify({ ...JSON.parse(shop.read(`${name}/lock.json`)), ...lock }));

test('builds from the locks, and not a second time', async () => {
  const folder = await child();
  expect(layersOf(join(folder, 'child'))).toHaveLength(2);
  expect(told).toEqual([expect.stringMatching(/building child/), expect.stringMatching(/built in \d+ s/)]);
  expect(await child()).toBe(folder);
  expect(told).toHaveLength(2);
});

test('goes on with the packages of today when Debian has replaced a locked one, and leaves the locks alone', async () => {
  change('base', { packages: [gone], digest: 'sha256:0' });
  change('child', { base: { image: 'base', digest: 'sha256:0' }, digest: 'sha256:1' });
  const locks = () => ['base', 'child'].map((name) => shop.read(`${name}/lock.json`));
  const locked = locks();
  const folder = await child();
  expect(told).toContainEqual(expect.stringMatching(/Debian has replaced a locked package/));
  const layout = join(folder, 'child');
  expect(layersOf(layout).map((layer) => listing(layout, layer).length)).toEqual([2, 5]);
  expect(locks()).toEqual(locked);
});

test('any other fault is one', async () => {
  shop.write('base/motd', 'bye\n');
  await expect(child()).rejects.toThrow('base: changed since the lock: motd; run `build.py base --lock`');
});
