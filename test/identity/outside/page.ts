import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { folderOf } from '../../cluster/build/programs';
import type { Cluster } from '../../cluster/cluster';
import { DIST } from '../../cluster/ground';
import { openbao } from '../../reconcilers/downloads';

/** The page that says what to do when something is lost. */
export const RECOVERY = join('docs', 'recovery.md');

/** Commands for a shell, as a page has them between ```` ```sh ```` and ```` ``` ````. */
export interface Block {
  /** The `##` heading above it. */
  readonly heading: string;
  /** Which of the heading's blocks it is, from 1. */
  readonly number: number;
  readonly text: string;
}

/** Every block of a page, in its order. */
export function blocksOf(page: string): readonly Block[] {
  const parts = page.split(/^## /m).slice(1);
  return parts.flatMap((part) => {
    const heading = part.slice(0, part.indexOf('\n')).trim();
    return [...part.matchAll(/^( *)```sh\n([\s\S]*?)^\1```$/gm)].map(([, indent = '', text = ''], index) => ({
      heading,
      number: index + 1,
      text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }));
  });
}

/**
 * Blocks of a section of docs/recovery.md: what a proof runs, so that no second copy of the steps is proven.
 *
 * test/recovery-page.test.ts reads from calls of this function which blocks are proven, so it must be given literals.
 *
 * @param numbers which of them, from 1; all without any
 * @throws Error when the page has no such block
 */
export function sectionBlocks(heading: string, ...numbers: readonly number[]): readonly string[] {
  const blocks = blocksOf(readFileSync(RECOVERY, 'utf8')).filter((block) => block.heading === heading);
  const wanted = numbers.length === 0 ? blocks.map(({ number }) => number) : numbers;
  if (wanted.length === 0) throw new Error(`${RECOVERY} must have a section '${heading}' with commands`);
  return wanted.map((number) => {
    const found = blocks.find((block) => block.number === number);
    if (found === undefined)
      throw new Error(`${RECOVERY} must have a block ${number} in '${heading}', got ${blocks.length} blocks`);
    return found.text;
  });
}

/** A folder to run blocks in: nothing is in it but the tree under test, where a clone has it. */
export function pageFolder({ session }: Pick<Cluster, 'session'>): string {
  const folder = mkdtempSync(join(session.folder, 'page-'));
  symlinkSync(resolve(DIST), join(folder, 'dist'));
  return folder;
}

/**
 * Runs blocks one after the other in one shell that ends at the first error, as an administrator of the cluster with
 * `kubectl`, `bao`, `curl` and `openssl` does. What they leave in the background ends with them.
 *
 * @param variables what the page says must be set: `ENVIRONMENT`, `NODE`
 * @param folder where; files that the page takes for given lie there
 * @returns what they printed
 * @throws Error with the blocks and what they said when one fails
 */
export async function runBlocks(
  cluster: Cluster,
  blocks: readonly string[],
  variables: Readonly<Record<string, string>>,
  folder: string = pageFolder(cluster),
): Promise<string> {
  const programs = [folderOf(cluster.programs, 'kubernetes'), join(await openbao(), '..')];
  const env = {
    PATH: [...programs, process.env['PATH'] ?? ''].join(':'),
    HOME: folder,
    KUBECONFIG: cluster.kubeconfig,
    ...variables,
  };
  return shell(blocks.join('\n'), folder, env);
}

function shell(script: string, folder: string, env: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, which is ended as a whole.
    detached: true,
  });
  let printed = '';
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', () => endGroup(child.pid));
    child.once('close', (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`must end with status 0, got ${code}:\n${script}\n${said.trim() || printed}`));
    });
  });
}

function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody was left in it.
  }
}
