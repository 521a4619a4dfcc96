import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { copyWritable } from './files';
import { apply } from './git-apply';
import { go } from './go';

/** A module of others that is built with changes, because what they take out cannot be had or takes long and is of no use here. */
export interface Swap {
  readonly module: string;
  /** Path in the module, and the file that takes its place. @default none */
  readonly files?: Readonly<Record<string, string>>;
  /** Changes to its files, as `git diff` writes them. @default none */
  readonly patch?: string;
}

/** What a build depends on beside the swap itself: the text of its patch. */
export function patchesOf(swaps: readonly Swap[]): readonly string[] {
  return swaps.flatMap(({ patch }) => (patch === undefined ? [] : [readFileSync(patch, 'utf8')]));
}

/**
 * Makes a copy of each module with its changes, and beside them a go.mod that names the copies.
 *
 * @param folder with the go.mod that requires the modules
 * @param to an empty folder that is there as long as Go builds
 * @returns the flags with which Go builds from the copies: none without swaps
 * @throws Error when a patch does not fit the module
 */
export async function swapFlags(
  swaps: readonly Swap[],
  folder: string,
  to: string,
): Promise<readonly string[]> {
  if (swaps.length === 0) return [];
  const replaced: string[] = [];
  for (const [index, swap] of swaps.entries()) {
    const copy = join(to, `module-${index}`);
    await copyModule(swap, folder, copy);
    replaced.push(`replace ${swap.module} => ${copy}\n`);
  }
  const file = join(to, 'go.mod');
  writeFileSync(file, [readFileSync(join(folder, 'go.mod'), 'utf8'), ...replaced].join('\n'));
  copyFileSync(join(folder, 'go.sum'), join(to, 'go.sum'));
  return [`-modfile=${file}`];
}

async function copyModule({ module, files = {}, patch }: Swap, folder: string, copy: string): Promise<void> {
  // A module that nobody has downloaded yet has no folder.
  await go(['mod', 'download', module], folder);
  copyWritable((await go(['list', '-m', '-f', '{{.Dir}}', module], folder)).trim(), copy);
  for (const [path, own] of Object.entries(files)) copyFileSync(own, join(copy, path));
  if (patch !== undefined) await apply(resolve(patch), copy);
}
