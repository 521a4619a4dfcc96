import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../session/command';
import { gitSite } from './git-site';
import { commit, makeRepository, type Repository, repositoryAt } from './repository';

let folder: string;
let server: Server;
let repository: Repository;
let url: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'repository-test-'));
  const dist = join(folder, 'dist');
  mkdirSync(join(dist, 'production'), { recursive: true });
  writeFileSync(join(dist, 'production', 'a.yaml'), 'a: 1\r\nb: é\n');
  writeFileSync(join(dist, '.gitignore'), '*.yaml\n');
  repository = repositoryAt(folder, 'https://git.test/team/platform.git', 'main');
  await makeRepository(repository, dist);
  server = createServer(gitSite(join(folder, 'served')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server must have a port');
  url = `http://127.0.0.1:${address.port}/team/platform.git`;
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

test('what is cloned over HTTP is the tree byte for byte, also what git would ignore', async () => {
  const clone = join(folder, 'clone');
  await run('git', ['clone', '--quiet', '--branch=main', url, clone]);
  const files = readdirSync(join(clone, 'dist'), { recursive: true, encoding: 'utf8' }).sort();
  expect(files).toEqual(['.gitignore', 'production', join('production', 'a.yaml')]);
  for (const file of ['.gitignore', join('production', 'a.yaml')]) {
    expect(readFileSync(join(clone, 'dist', file))).toEqual(readFileSync(join(folder, 'dist', file)));
  }
});

test('a commit is served at once under its hash', async () => {
  cpSync(join(folder, 'dist', 'production'), join(repository.folder, 'dist', 'staging'), { recursive: true });
  const hash = await commit(repository, 'another environment');
  expect(await run('git', ['ls-remote', url, 'refs/heads/main'])).toBe(`${hash}\trefs/heads/main\n`);
});

test('a repository that is not there is not found', async () => {
  await expect(run('git', ['ls-remote', `${url}x`])).rejects.toThrow('not found');
});
