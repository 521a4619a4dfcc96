import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { onExit } from './on-exit';

/**
 * The folder that `produce` filled for these inputs, now or in an earlier run.
 *
 * It lies outside the repository, in `$XDG_CACHE_HOME/data-frost` (default `~/.cache/data-frost`), under a hash of
 * the inputs; delete it whenever you like. A folder that is being filled has another name, so that a run that
 * stops half way leaves nothing that a later one would take for whole, and two runs do not disturb each other.
 *
 * @param name what is kept, a readable part of the folder's name
 * @param inputs everything that the content depends on
 */
export async function cached(
  name: string,
  inputs: readonly string[],
  produce: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(cacheFolder(), `${name}-${digestOf(inputs)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}.`);
  const discard = () => rmSync(draft, { recursive: true, force: true });
  const forget = onExit(discard);
  try {
    await produce(draft);
    publish(draft, folder);
  } finally {
    discard();
    forget();
  }
  return folder;
}

function publish(draft: string, folder: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another run was faster: its content is of the same inputs.
    if (!existsSync(folder)) throw error;
  }
}

function digestOf(inputs: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
}

function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'];
  return join(base === undefined || base === '' ? join(homedir(), '.cache') : base, 'data-frost');
}
