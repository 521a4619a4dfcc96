import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { list, mappings, text } from '../../../checks/readers/read';
import { run } from '../session/command';
import { type Image, writeArchive } from './layout';

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
  entrypoint: ['/bin/program'],
  user: 1000,
});

async function write(name: string): Promise<string> {
  const archive = join(folder, name);
  await writeArchive([image()], folder, archive);
  const layout = join(folder, `${name}.layout`);
  await run('sh', ['-c', `mkdir ${layout} && tar -C ${layout} -xf ${archive}`]);
  return layout;
}

const blob = (layout: string, digest = '') => join(layout, 'blobs', ...digest.split(':'));
const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

test('each name leads to the one manifest, and each blob is what its digest says', async () => {
  const layout = await write('archive');
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
  expect(text(json(blob(layout, config)), 'config.User')).toBe('1000');
  expect(list(json(blob(layout, config)), 'rootfs.diff_ids')).toEqual([text(layer, 'digest')]);
  const files = await run('tar', ['-tvf', blob(layout, text(layer, 'digest'))]);
  expect(files).toMatch(/-rwxr-xr-x 0\/0 .* \.\/bin\/program\n/);
  expect(files).toMatch(/\.\/usr\/bin\/python3 -> \/bin\/program\n/);
});

test('the same files give the same index', async () => {
  const [one, other] = [await write('one'), await write('other')];
  expect(json(join(one, 'index.json'))).toEqual(json(join(other, 'index.json')));
});
