import { chmodSync, copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Every file below a folder, sorted. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(folder, file)).isFile())
    .sort();
}

/** Copies a file or a folder of a Go module: Go keeps modules read-only and nothing in them executable. */
export function copyWritable(from: string, to: string): void {
  const files = statSync(from).isDirectory() ? filesIn(from) : [''];
  for (const file of files) {
    const target = join(to, file);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(from, file), target);
    chmodSync(target, target.endsWith('.sh') ? 0o755 : 0o644);
  }
}
