import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from './cache';

const before = process.env['XDG_CACHE_HOME'];
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'data-frost-cache-test-'));
  process.env['XDG_CACHE_HOME'] = home;
});

afterEach(() => {
  rmSync(home, { recursive: true, force: true });
  if (before === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = before;
});

const write = (content: string) => async (folder: string) => writeFileSync(join(folder, 'file'), content);
const fail = () => Promise.reject(new Error('it must not be made'));

test('the same inputs are made once', async () => {
  const folder = await cached('thing', ['a', 'b'], write('first'));
  expect(await cached('thing', ['a', 'b'], fail)).toBe(folder);
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('first');
});

test('other inputs have another folder, also when they read the same one after the other', async () => {
  const one = await cached('thing', ['a', 'b'], write('one'));
  const other = await cached('thing', ['ab'], write('other'));
  expect(other).not.toBe(one);
  expect(readFileSync(join(one, 'file'), 'utf8')).toBe('one');
});

test('what failed half way is neither kept nor taken for whole', async () => {
  const half = async (folder: string) => {
    writeFileSync(join(folder, 'file'), 'half');
    await fail();
  };
  await expect(cached('thing', ['a'], half)).rejects.toThrow('it must not be made');
  expect(readdirSync(join(home, 'data-frost'))).toEqual([]);
  const folder = await cached('thing', ['a'], write('whole'));
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('whole');
});

test('of two runs at once one wins and both have a whole folder', async () => {
  const folders = await Promise.all([cached('thing', ['a'], write('x')), cached('thing', ['a'], write('x'))]);
  expect(folders[0]).toBe(folders[1]);
  expect(existsSync(join(folders[0], 'file'))).toBe(true);
  expect(readdirSync(join(home, 'data-frost'))).toHaveLength(1);
});
