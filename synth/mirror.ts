import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Files } from './plan';

/**
 * Writes the rendered tree into a scratch folder as well. The cdk8s command line removes its output folder and lists
 * what the app wrote there, so it is given one of its own, never `dist/`.
 */
export function emitInto(folder: string, files: Files): void {
  for (const [path, text] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
