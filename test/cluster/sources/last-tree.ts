import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../../synth/manifest';
import { readDist } from '../../admission/documents';
import { run } from '../session/command';
import type { Session } from '../session/session';
import { sameTree } from './same-tree';
import { leaveOutIdentity } from './workload-tree';

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
 * Finds the newest commit whose `dist/`, without what is left out, differs from `dist`, the tree under test, and lays
 * that tree into `into`: the current commit when what is under test is not committed, else one before it.
 *
 * @param repository a working copy, which is only read
 * @param leaveOut removes from a tree what is not under test
 */
export async function lastTree(
  repository: string,
  dist: string,
  into: string,
  leaveOut: (tree: string) => void = leaveOutIdentity,
): Promise<LastTree> {
  const git = (...args: readonly string[]) => run('git', args, { folder: repository });
  const lay = async (commit: string): Promise<string> => {
    rmSync(into, { recursive: true, force: true });
    mkdirSync(into, { recursive: true });
    const archive = join(into, 'tree.tar');
    await git('archive', '--format=tar', `--output=${archive}`, commit, TREE);
    await run('tar', ['-C', into, '-xf', archive]);
    rmSync(archive);
    leaveOut(join(into, TREE));
    return join(into, TREE);
  };
  try {
    const head = (await git('rev-parse', 'HEAD')).trim();
    const log = (await git('log', '--first-parent', '--format=%H %P', '--', TREE)).trim().split('\n');
    const parents = log.flatMap((line) => line.split(' ')[1] || []);
    for (const commit of [head, ...parents]) {
      const folder = await lay(commit);
      if (!sameTree(folder, dist)) return { commit, folder };
    }
    const shallow = (await git('rev-parse', '--is-shallow-repository')).trim() === 'true';
    return { missing: shallow ? SHALLOW : `no commit before ${head} has another ${TREE}/` };
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
