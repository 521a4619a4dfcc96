import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of this machine that stands for a mounted volume. */
export interface Volume {
  readonly folder: string;
  /** Names of its files, hidden ones included. */
  names(): readonly string[];
  text(name: string): string;
  /** Changes when the file is written again, be it with the same content. */
  identity(name: string): string;
  remove(): void;
}

/** An empty volume; its owner decides whether a pod may write to it. */
export function volume(owner: number): Volume {
  const folder = mkdtempSync(join(tmpdir(), 'volume-'));
  chownSync(folder, owner, owner);
  return {
    folder,
    names: () => readdirSync(folder),
    text: (name) => readFileSync(join(folder, name), 'utf8'),
    identity: (name) => {
      const { ino, mtimeMs } = statSync(join(folder, name));
      return `${ino} ${mtimeMs}`;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
