import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whether two folders hold the same files with the same bytes. */
export function sameTree(one: string, other: string): boolean {
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
