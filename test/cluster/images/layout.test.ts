import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { list, mappings, text } from '../../../checks/readers/read';
import { run } from '../session/command';
import { type Image, writeArchive } from './layout';
import { readLayout } from './oci-layout';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layout-test-'));
  writeFileSync(join(folder, 'program'), 'a program');
});

afterEach(() => rmSync(folder, { recursive: true }));

const image = (): Image => ({
  references: ['one.test/a@sha256:1', 'two.test/a@sha256:2'],
  files: { 'bin/program': join(folder, 'program') },
  texts: { 'text.json': '{}' },
  links: { 'usr/bin/python3': '/bin/program' },
  folders: ['data'],
  entrypoint: ['/bin/program'],
});

async function write(name: string, ...images: readonly Image[]): Promise<string> {
  const archive = join(folder, name);
  await writeArchive(images, folder, archive);
  const layout = join(folder, `${name}.layout`);
  await run('sh', ['-c', `mkdir ${layout} && tar -C ${layout} -xf ${archive}`]);
  return layout;
}

const blob = (layout: string, digest = '') => join(layout, 'blobs', ...digest.split(':'));
const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

test('each name leads to the one manifest, and each blob is what its digest says', async () => {
  const layout = await write('archive', image());
  const entries = mappings(json(join(layout, 'index.json')), 'manifests');
  expect(entries.map((entry) => entry['annotations'])).toEqual(
    image().references.map((name) => ({ 'io.containerd.image.name': name })),
  );
  const digests = new Set(entries.map((entry) => text(entry, 'digest')));
  expect(digests.size).toBe(1);
  const manifest = json(blob(layout, [...digests][0]));
  const [layer] = mappings(manifest, 'layers');
  const config = text(manifest, 'config.digest');
  for (const digest of [...digests, text(layer, 'digest'), config]) {
    const content = readFileSync(blob(layout, digest));
    expect(`sha256:${createHash('sha256').update(content).digest('hex')}`).toBe(digest);
  }
  expect(list(json(blob(layout, config)), 'rootfs.diff_ids')).toEqual([text(layer, 'digest')]);
  const files = await run('tar', ['-tvf', blob(layout, text(layer, 'digest'))]);
  expect(files).toMatch(/-rwxr-xr-x 0\/0 .* \.\/bin\/program\n/);
  expect(files).toMatch(/drwxr-xr-x 0\/0 .* \.\/data\/\n/);
  expect(files).toMatch(/\.\/usr\/bin\/python3 -> \/bin\/program\n/);
});

describe('an image that stands on another', () => {
  const upper = (below: string): Image => ({
    references: ['three.test/b@sha256:3'],
    base: below,
    files: { 'usr/bin/other': join(folder, 'program') },
    user: '26:26',
    env: { PATH: '/usr/bin', HOME: '/var/lib/b' },
  });

  test('has its layers, the lowest first, and runs as it does where nothing else is said', async () => {
    const below = await write('below', { ...image(), env: { LANG: 'C' } });
    const { layers, config } = readLayout(await write('upper', upper(below)));
    expect(layers.map(({ descriptor }) => descriptor.digest).slice(0, -1)).toEqual(
      readLayout(below).layers.map(({ descriptor }) => descriptor.digest),
    );
    expect(layers).toHaveLength(2);
    expect(config).toEqual({
      Entrypoint: ['/bin/program'],
      Cmd: [],
      Env: ['LANG=C', 'PATH=/usr/bin', 'HOME=/var/lib/b'],
      User: '26:26',
      WorkingDir: '/',
    });
  });

  test('adds no layer when it adds no file', async () => {
    const below = await write('below', image());
    const names: Image = { references: ['three.test/b@sha256:3'], base: below };
    expect(readLayout(await write('upper', names)).layers.map(({ descriptor }) => descriptor)).toEqual(
      readLayout(below).layers.map(({ descriptor }) => descriptor),
    );
  });

  test('shares their blobs with every other one of the archive', async () => {
    const below = await write('below', image());
    const two = await write('two', upper(below), { references: ['four.test/c@sha256:4'], base: below });
    const digests = mappings(json(join(two, 'index.json')), 'manifests').map((entry) =>
      text(entry, 'digest'),
    );
    const layers = digests.flatMap((digest) => mappings(json(blob(two, digest)), 'layers'));
    const blobs = new Set(layers.map((layer) => text(layer, 'digest')));
    expect([layers.length, blobs.size]).toEqual([3, 2]);
  });
});

test('the same files give the same index', async () => {
  const [one, other] = [await write('one', image()), await write('other', image())];
  expect(json(join(one, 'index.json'))).toEqual(json(join(other, 'index.json')));
});
