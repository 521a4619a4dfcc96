import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, imageNames, lockedDigest } from './builder';
import { digestOf, layersOf, listing } from './layout';

const names = imageNames();
/** What may differ between two machines and must not be seen in the result. */
const SURROUNDINGS = [
  { TZ: 'America/Sao_Paulo', LC_ALL: 'C', PYTHONHASHSEED: '1' },
  { TZ: 'Asia/Kathmandu', LC_ALL: 'C.UTF-8', PYTHONHASHSEED: '2', SOURCE_DATE_EPOCH: '1700000000' },
];
let outputs: readonly string[];

beforeAll(async () => {
  outputs = SURROUNDINGS.map((_, index) => mkdtempSync(join(tmpdir(), `layouts-${'x'.repeat(index * 20)}`)));
  for (const [index, environment] of SURROUNDINGS.entries()) {
    const { code, stderr } = await build(['--output', outputs[index] ?? ''], environment);
    if (code !== 0) throw new Error(stderr);
  }
});

afterAll(() => {
  for (const output of outputs ?? []) rmSync(output, { recursive: true, force: true });
});

test('there are images', () => {
  expect(names).toEqual(expect.arrayContaining(['iris', 'digits', 'iris-batch']));
});

test.each(names)('%s: built twice from scratch, it is the image that its lock names', (name) => {
  const digests = outputs.map((output) => digestOf(join(output, name)));
  expect(digests).toEqual([lockedDigest(name), lockedDigest(name)]);
});

test('the images share the layers below them', () => {
  const [output = ''] = outputs;
  const [python, learn, bento] = layersOf(join(output, 'bentoml'));
  expect(layersOf(join(output, 'iris')).slice(0, 3)).toEqual([python, learn, bento]);
  expect(layersOf(join(output, 'digits')).slice(0, 3)).toEqual([python, learn, bento]);
  expect(layersOf(join(output, 'iris-batch')).slice(0, 2)).toEqual([python, learn]);
});

test.each(names)('%s: sorted, without owners, times or set-user-id', (name) => {
  const layout = join(outputs[0] ?? '', name);
  const entries = layersOf(layout).map((digest) => listing(layout, digest));
  for (const lines of entries) {
    expect(lines.filter((line) => !PLAIN.test(line))).toEqual([]);
    const paths = lines.map((line) =>
      line
        .replace(PLAIN, '')
        .replace(/( -> .*|\/)$/, '')
        .split('/')
        .join('\0'),
    );
    expect(paths).toEqual([...paths].sort());
  }
});

/** Mode, owner, size and time of an entry as the builder writes it; /tmp alone is open to all. */
const PLAIN =
  /^(-rw-r--r--|-rwxr-xr-x|drwxr-xr-x|lrwxrwxrwx|drwxrwxrwt(?=.* (var\/)?tmp\/$)) 0\/0 +\d+ 1970-01-01 00:00 /;
