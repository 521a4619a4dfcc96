import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyWritable } from './files';
import { go } from './go';

/** Files of a module that are built with another content, because what they need takes long and is of no use here. */
export interface Swap {
  readonly module: string;
  /** Path in the module, and the file that takes its place. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Makes a copy of the module with those files, and beside it a go.mod that names the copy.
 *
 * @param folder with the go.mod that requires the module
 * @param to an empty folder that is there as long as Go builds
 * @returns the flag with which Go builds from the copy
 */
export async function swapFlag({ module, files }: Swap, folder: string, to: string): Promise<string> {
  const copy = join(to, 'module');
  // A module that nobody has downloaded yet has no folder.
  await go(['mod', 'download', module], folder);
  copyWritable((await go(['list', '-m', '-f', '{{.Dir}}', module], folder)).trim(), copy);
  for (const [path, own] of Object.entries(files)) copyFileSync(own, join(copy, path));
  const file = join(to, 'go.mod');
  writeFileSync(file, `${readFileSync(join(folder, 'go.mod'), 'utf8')}\nreplace ${module} => ${copy}\n`);
  copyFileSync(join(folder, 'go.sum'), join(to, 'go.sum'));
  return `-modfile=${file}`;
}
