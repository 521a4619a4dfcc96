import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../../synth/manifest';
import { readDist } from '../../admission/documents';
import { run } from '../session/command';
import type { Session } from '../session/session';

/** The tree that a cluster has when the tree under test comes. */
export type LastTree =
  | {
      /** Hash of the commit that it is of. */
      readonly commit: string;
      /** Folder that holds it. */
      readonly folder: string;
    }
  | {
      /** Why there is none, and what to do about it. */
      readonly missing: string;
    };

/** Where a repository has its rendered tree. */
const TREE = 'dist';

/**
 * Finds the newest commit whose `dist/` differs from `dist`, the tree under test, and lays that tree into `into`: the
 * current commit when what is under test is not committed, else the one before the last that changed it.
 *
 * @param repository a working copy, which is only read
 */
export async function lastTree(repository: string, dist: string, into: string): Promise<LastTree> {
  const git = (...args: readonly string[]) => run('git', args, { folder: repository });
  const lay = async (commit: string): Promise<LastTree> => {
    rmSync(into, { recursive: true, force: true });
    mkdirSync(into, { recursive: true });
    const archive = join(into, 'tree.tar');
    await git('archive', '--format=tar', `--output=${archive}`, commit, TREE);
    await run('tar', ['-C', into, '-xf', archive]);
    rmSync(archive);
    return { commit, folder: join(into, TREE) };
  };
  try {
    const head = await lay((await git('rev-parse', 'HEAD')).trim());
    if ('folder' in head && !sameTree(head.folder, dist)) return head;
    const [changed = '', before] = (await git('log', '-1', '--first-parent', '--format=%H %P', '--', TREE))
      .trim()
      .split(' ');
    if (before !== undefined) return await lay(before);
    const shallow = (await git('rev-parse', '--is-shallow-repository')).trim() === 'true';
    return { missing: shallow ? SHALLOW : `no commit before ${changed} has another ${TREE}/` };
  } catch (error) {
    return {
      missing: `git does not tell of an earlier ${TREE}/: ${error instanceof Error ? error.message : error}`,
    };
  }
}

const SHALLOW = `this clone is shallow and has no commit with another ${TREE}/; run \`git fetch --unshallow\``;

/** Objects of the tree before the one under test, which is kept for the proofs of the session; none where there is none. */
export async function lastObjects(session: Session, dist: string): Promise<readonly KubernetesObject[]> {
  const { folder } = session;
  if (!existsSync(recordOf(folder))) {
    const found = await lastTree('.', dist, join(folder, 'last-tree'));
    writeFileSync(recordOf(folder), JSON.stringify(found));
  }
  const tree = lastTreeOf(session);
  return 'missing' in tree ? [] : readDist(tree.folder).map(({ object }) => object);
}

/** The tree that the session recorded. */
export function lastTreeOf({ folder }: Session): LastTree {
  if (!existsSync(recordOf(folder)))
    return { missing: `${recordOf(folder)} must have been written by the harness` };
  return JSON.parse(readFileSync(recordOf(folder), 'utf8'));
}

function recordOf(folder: string): string {
  return join(folder, 'last-tree.json');
}

function sameTree(one: string, other: string): boolean {
  const [files, others] = [filesIn(one), filesIn(other)];
  return (
    files.join('\n') === others.join('\n') &&
    files.every((file) => readFileSync(join(one, file)).equals(readFileSync(join(other, file))))
  );
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(folder, file)).isFile())
    .sort();
}
