import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../session/command';
import { lastTree } from './last-tree';

let folder: string;
let repository: string;
let dist: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'last-tree-'));
  repository = join(folder, 'repository');
  dist = join(repository, 'dist');
  mkdirSync(dist, { recursive: true });
  await git('init', '--quiet');
  await commit('one');
});

afterEach(() => rmSync(folder, { recursive: true }));

async function git(...args: readonly string[]): Promise<string> {
  const person = ['-c', 'user.name=a', '-c', 'user.email=a@b.test', '-c', 'commit.gpgsign=false'];
  return run('git', [...person, ...args], { folder: repository });
}

/** Commits a tree that holds this; `other` changes nothing of it. */
async function commit(content: string, other = content): Promise<void> {
  writeFileSync(join(dist, 'a.yaml'), content);
  writeFileSync(join(repository, 'other'), other);
  await git('add', '--all');
  await git('commit', '--quiet', '--message=a');
}

async function found(from = repository, leaveOut: (tree: string) => void = () => undefined): Promise<string> {
  const tree = await lastTree(from, dist, join(folder, 'into'), leaveOut);
  return 'missing' in tree ? tree.missing : readFileSync(join(tree.folder, 'a.yaml'), 'utf8');
}

test('commits that leave dist/ alone are passed over', async () => {
  await commit('two');
  await commit('two', 'other');
  expect(await found()).toBe('one');
});

test('what is not committed comes after the current commit', async () => {
  await commit('two');
  writeFileSync(join(dist, 'a.yaml'), 'three');
  expect(await found()).toBe('two');
});

test('a file more is another tree', async () => {
  await commit('two');
  writeFileSync(join(dist, 'b.yaml'), 'three');
  expect(await found()).toBe('two');
});

test('a commit that changed nothing but what is left out is passed over', async () => {
  await commit('two');
  const under = join(dist, 'left-out.yaml');
  writeFileSync(under, 'three');
  await commit('two', 'other');
  rmSync(under);
  expect(await found()).toBe('two');
  expect(await found(repository, (tree) => rmSync(join(tree, 'left-out.yaml'), { force: true }))).toBe('one');
});

test('where dist/ never changed there is none', async () => {
  await commit('one', 'other');
  expect(await found()).toMatch(/^no commit before [0-9a-f]{40} has another dist\/$/);
});

test('a shallow clone tells how to get the rest', async () => {
  await commit('two');
  const clone = join(folder, 'clone');
  await git('clone', '--quiet', '--depth=1', `file://${repository}`, clone);
  expect(await found(clone)).toMatch(/^this clone is shallow .* run `git fetch --unshallow`$/);
});

test('without a repository there is none', async () => {
  const plain = join(folder, 'plain');
  cpSync(dist, join(plain, 'dist'), { recursive: true });
  expect(await found(plain)).toMatch(/^git does not tell of an earlier dist\/: .*not a git repository/);
});
