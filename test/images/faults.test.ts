import { truncateSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { layersOf, listing } from './layout';
import { portOf } from './port';
import { type Workshop, workshop } from './workshop';

let shop: Workshop;

beforeEach(async () => {
  shop = workshop();
  expect(await shop.build(['--lock'])).toMatchObject({ code: 0 });
});
afterEach(() => shop.remove());

test('an image holds its files, folders walked', () => {
  const layout = join(shop.layouts, 'child');
  const names = layersOf(layout).map((layer) => listing(layout, layer).map((line) => line.split(' ').at(-1)));
  expect(names).toEqual([
    ['etc/', 'etc/motd'],
    ['srv/', 'srv/data/', 'srv/data/a/', 'srv/data/a/c.txt', 'srv/data/b.txt'],
  ]);
});

test('locked again without a change, the locks stay as they are', async () => {
  const locks = () => ['base', 'child'].map((name) => shop.read(`${name}/lock.json`));
  const before = locks();
  expect(await shop.build(['--lock'])).toMatchObject({ code: 0 });
  expect(locks()).toEqual(before);
});

test('prints what a literal pins', async () => {
  const { digest }: { digest: string } = JSON.parse(shop.read('child/lock.json'));
  expect(await shop.build(['child'])).toMatchObject({ code: 0, stdout: `child@${digest}\n` });
});

test('a layout that is whole is taken as it is, a damaged one is built again', async () => {
  expect(await shop.build(['child'])).toMatchObject({ code: 0, stderr: '' });
  const [layer = ''] = layersOf(join(shop.layouts, 'child'));
  truncateSync(join(shop.layouts, 'child', 'blobs', ...layer.split(':')), 3);
  expect(await shop.build(['child'])).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('child: building'),
  });
});

describe('a lock that no longer describes the repository is refused', () => {
  test.each<[string, string, string, string]>([
    [
      'a file has changed',
      'child/data/b.txt',
      'other\n',
      'child: changed since the lock: data/b.txt; run `build.py child --lock`',
    ],
    [
      'a file was added',
      'child/data/d.txt',
      'd\n',
      'child: changed since the lock: data/d.txt; run `build.py child --lock`',
    ],
    [
      'a file below has changed',
      'base/motd',
      'bye\n',
      'base: changed since the lock: motd; run `build.py base --lock`',
    ],
    ['it is no JSON', 'child/lock.json', '{', 'lock.json: not a lock: '],
  ])('%s', async (_, path, content, message) => {
    shop.write(path, content);
    expect(await shop.build(['child'])).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
  });

  test('its definition has changed', async () => {
    shop.write('child/image.toml', `${shop.read('child/image.toml')}# more\n`);
    expect(await shop.build(['child'])).toMatchObject({
      code: 1,
      stderr: 'child: image.toml has changed since the lock; run `build.py child --lock`\n',
    });
  });

  test('the image below was locked again', async () => {
    shop.write('base/motd', 'bye\n');
    expect(await shop.build(['base', '--lock'])).toMatchObject({ code: 0 });
    expect(await shop.build(['child'])).toMatchObject({
      code: 1,
      stderr: 'child: its base base is another image now; run `build.py child --lock`\n',
    });
  });

  test('its inputs give another digest', async () => {
    const lock = shop.read('child/lock.json');
    shop.write('child/lock.json', lock.replace(/"digest": "sha256:.{4}/, '"digest": "sha256:0000'));
    expect(await shop.build(['child'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/child: its lock says sha256:0000.*, these inputs gave sha256:/),
    });
  });
});

describe('a definition that cannot be built is refused', () => {
  test.each<[string, string, string]>([
    ['unknown key', 'from = "base"\nfroom = 1\n', "unexpected keyword argument 'froom'"],
    [
      'neither base nor Debian',
      'prune = []\n',
      'must have either `from` (an image) or `[debian]` (a first layer)',
    ],
    ['unknown base', 'from = "alpine"\n', 'alpine: there is no '],
    ['a circle', 'from = "child"\n', 'child: stands on itself; `from` must not go in a circle'],
    [
      'a requirement without a version',
      'from = "base"\n[python]\nrequirements = ["numpy"]\n',
      '`numpy` must be pinned',
    ],
    [
      'a path that leaves the image',
      'from = "base"\n[files]\n"/../x" = "data"\n',
      '`/../x` must be an absolute path',
    ],
    ['a file that does not exist', 'from = "base"\n[files]\n"/x" = "x"\n', '`x` does not exist'],
    [
      'a link that leaves the image',
      'from = "base"\n[links]\n"/a/../../x" = "y"\n',
      '`/a/../../x` must be an absolute path',
    ],
    [
      'an index that it does not know',
      'from = "base"\n[[archives]]\nindex = "cargo"\npath = "a.tgz"\ntarget = "/srv"\n',
      'a.tgz: `index` must be one of maven, npm, got `cargo`',
    ],
    [
      'a folder that would hide a link of the image below',
      'from = "base"\n[files]\n"/bin/data" = "data"\n',
      'child: its files must be below /usr/bin, not below /bin',
    ],
  ])('%s', async (_, content, message) => {
    shop.write('child/image.toml', content);
    expect(await shop.build(['child', '--lock'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(message),
    });
  });
});

test('links, folders and programs are what the definition says', async () => {
  shop.write(
    'child/image.toml',
    [
      'from = "base"',
      'executable = ["/srv/data/a/*"]',
      'folders = ["/opt/empty"]',
      '[files]',
      '"/srv/data" = "data"',
      '[links]',
      '"/usr/bin/b" = "/srv/data/b.txt"',
      '',
    ].join('\n'),
  );
  expect(await shop.build(['child', '--lock'])).toMatchObject({ code: 0 });
  const layout = join(shop.layouts, 'child');
  const [, layer = ''] = layersOf(layout);
  const lines = listing(layout, layer).map((line) => line.replace(/ 0\/0 .* 00:00/, ''));
  expect(lines).toEqual(
    expect.arrayContaining([
      'drwxr-xr-x opt/empty/',
      'lrwxrwxrwx usr/bin/b -> /srv/data/b.txt',
      '-rwxr-xr-x srv/data/a/c.txt',
      '-rw-r--r-- srv/data/b.txt',
    ]),
  );
});

describe('a Debian package', () => {
  const gone = { name: 'libx', version: '1.0-1', archive: 'debian', path: 'pool/main/libx_1.0-1_amd64.deb' };
  let mirror: Server;
  let found: string | undefined;
  let archive: string;

  beforeEach(async () => {
    mirror = createServer((_, response) => {
      response.writeHead(found === undefined ? 404 : 200).end(found);
    });
    await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve));
    archive = `http://127.0.0.1:${portOf(mirror)}/debian`;
    const lock: object = JSON.parse(shop.read('base/lock.json'));
    shop.write(
      'base/lock.json',
      JSON.stringify({ ...lock, digest: 'x', packages: [{ ...gone, sha256: 'ab' }] }),
    );
  });
  afterEach(() => mirror.close());

  test('that the archive has no more: the message says what to do', async () => {
    found = undefined;
    const { code, stderr } = await shop.build(['base'], { DEBIAN_ARCHIVE: archive });
    expect(code).toBe(1);
    expect(stderr).toContain('libx 1.0-1: cannot download debian/pool/main/libx_1.0-1_amd64.deb\n');
    expect(stderr).toContain('404');
    expect(stderr).toMatch(
      /run `build.py --lock`[\s\S]*set DEBIAN_ARCHIVE to a snapshot[\s\S]*put the file into the store as ab/,
    );
  });

  test('that is not the locked one is refused', async () => {
    found = 'something else';
    const { code, stderr } = await shop.build(['base'], { DEBIAN_ARCHIVE: archive });
    expect(code).toBe(1);
    expect(stderr).toMatch(/libx 1.0-1: must have sha256 ab, but what was downloaded has [0-9a-f]{64}/);
  });
});
