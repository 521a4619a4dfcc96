import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Applies a patch, as `git diff` writes it, to the files of a folder; what stands before the first change is for people.
 *
 * @throws Error with what git says when it does not fit
 */
export async function apply(patch: string, folder: string): Promise<void> {
  // Within a repository git would take the paths as that repository's and skip what lies outside it.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder) };
  await run('git', ['apply', patch], { cwd: folder, env });
}
