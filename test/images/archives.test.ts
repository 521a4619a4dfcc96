import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { layersOf, listing } from './layout';
import { portOf } from './port';
import { type Workshop, workshop } from './workshop';

let index: Server;
let content: Buffer;
let variables: Readonly<Record<string, string>>;
let shop: Workshop;

beforeEach(async () => {
  shop = workshop();
  expect(await shop.build(['--lock'])).toMatchObject({ code: 0 });
  content = execFileSync('tar', ['-czf', '-', '-C', shop.folder, 'child/data']);
  index = createServer((request, response) => {
    response.writeHead(request.url === '/org/data.tar.gz' ? 200 : 404).end(content);
  });
  await new Promise<void>((resolve) => index.listen(0, '127.0.0.1', resolve));
  variables = { MAVEN_REPOSITORY: `http://127.0.0.1:${portOf(index)}` };
});
afterEach(() => {
  index.close();
  shop.remove();
});

const define = (path: string) =>
  shop.write(
    'child/image.toml',
    `from = "base"\n[[archives]]\nindex = "maven"\npath = "${path}"\ntarget = "/opt/x"\n`,
  );

test('an archive is unpacked without its first folder, locked by its content, and taken from the store then', async () => {
  define('org/data.tar.gz');
  expect(await shop.build(['child', '--lock'], variables)).toMatchObject({ code: 0 });
  const [, layer = ''] = layersOf(join(shop.layouts, 'child'));
  const names = listing(join(shop.layouts, 'child'), layer).map((line) => line.split(' ').at(-1));
  expect(names).toEqual(expect.arrayContaining(['opt/x/data/a/c.txt', 'opt/x/data/b.txt']));
  index.close();
  rmSync(join(shop.layouts, 'child'), { recursive: true });
  expect(await shop.build(['child'], variables)).toMatchObject({ code: 0 });
});

test('an archive that has changed since the lock is refused', async () => {
  define('org/data.tar.gz');
  expect(await shop.build(['child', '--lock'], variables)).toMatchObject({ code: 0 });
  content = Buffer.from('something else');
  rmSync(join(shop.layouts, 'child'), { recursive: true });
  const fresh = { ...variables, XDG_CACHE_HOME: join(shop.folder, 'other-cache') };
  expect(await shop.build(['child'], fresh)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /maven\/org\/data.tar.gz: must have sha256 \w{64}, but what was downloaded has/,
    ),
  });
});

test('an archive that is not there is told', async () => {
  define('org/other.tar.gz');
  expect(await shop.build(['child', '--lock'], variables)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('maven/org/other.tar.gz: cannot be downloaded: HTTP Error 404'),
  });
});
