import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../session/command';

/** A git repository with `dist/` in it, and the place that it is served from. */
export interface Repository {
  /** Working copy: change files below `dist/` here, then `commit`. */
  readonly folder: string;
  /** Bare repository that is served. */
  readonly bare: string;
  readonly branch: string;
}

/** Where our own repository has what is rendered. */
const TREE = 'dist';

/** Commits are the harness's own, whoever's machine this is, with no hook or signature of a person. */
const IDENTITY = [
  '-c',
  'user.name=harness',
  '-c',
  'user.email=harness@data-frost.test',
  '-c',
  'commit.gpgsign=false',
];

/** Nothing of the machine's own configuration may change what is committed. */
const ENVIRONMENT = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };

/** Where the repository of this URL lies below `root`, as `gitSite` serves it. */
export function repositoryAt(root: string, url: string, branch: string): Repository {
  const path = new URL(url).pathname.slice(1);
  return { folder: join(root, 'work', path), bare: join(root, 'served', path), branch };
}

/** Makes the repository with one commit that holds the folder `source` byte for byte, at `path`. */
export async function makeRepository(repository: Repository, source: string, path = TREE): Promise<void> {
  const { folder, bare, branch } = repository;
  mkdirSync(folder, { recursive: true });
  mkdirSync(dirname(bare), { recursive: true });
  await git(repository, ['init', '--quiet', `--initial-branch=${branch}`]);
  await git(repository, ['init', '--quiet', '--bare', `--initial-branch=${branch}`, bare]);
  await replaceTree(repository, source, path);
  await commit(repository, 'the tree under test');
}

/** Puts the folder `source` in the place of the tree that is there; nothing is committed. */
export async function replaceTree({ folder }: Repository, source: string, path = TREE): Promise<void> {
  rmSync(join(folder, path), { recursive: true, force: true });
  cpSync(source, join(folder, path), { recursive: true });
}

/** Commits all that was changed, publishes it and returns its hash. */
export async function commit(repository: Repository, message: string): Promise<string> {
  const { bare, branch } = repository;
  await git(repository, ['add', '--all', '--force']);
  await git(repository, [
    ...IDENTITY,
    'commit',
    '--quiet',
    '--no-verify',
    '--allow-empty',
    `--message=${message}`,
  ]);
  await git(repository, ['push', '--quiet', bare, branch]);
  return (await git(repository, ['rev-parse', 'HEAD'])).trim();
}

/** Paths of all that a commit changed, from the root of the repository. */
export async function filesOf(repository: Repository, hash: string): Promise<readonly string[]> {
  const names = await git(repository, ['diff-tree', '-r', '--no-commit-id', '--name-only', '-z', hash]);
  return names.split('\0').filter((name) => name !== '');
}

function git({ folder }: Repository, args: readonly string[]): Promise<string> {
  return run('git', ['-c', 'core.autocrlf=false', '-c', 'core.hooksPath=/dev/null', ...args], {
    folder,
    env: ENVIRONMENT,
  });
}
