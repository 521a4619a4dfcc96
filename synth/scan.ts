import { closeSync, type Dirent, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { FaultsError } from '../values/fault';
import { MARK } from './text';
import { tolerate } from './trouble';

/** What stands at a path: links, devices and sockets are `other`, whatever they lead to. */
export type Kind = 'file' | 'folder' | 'other';

/** What stands at `path` itself; undefined where nothing does. Follows no link at its end. */
export function kindAt(path: string): Kind | undefined {
  // ENOTDIR: a folder on the way is a file.
  const found = tolerate(['ENOTDIR'], () => lstatSync(path, { throwIfNoEntry: false }));
  return found === undefined ? undefined : kindOf(found);
}

/**
 * Everything below a folder: path → what it is, folders before what is in them. Follows no links. Empty where
 * the folder does not exist.
 *
 * @throws FaultsError when it is not a folder
 */
export function scan(folder: string): ReadonlyMap<string, Kind> {
  const found = new Map<string, Kind>();
  const kind = kindAt(folder);
  if (kind === undefined) return found;
  if (kind !== 'folder') {
    throw new FaultsError([
      { path: 'dist', message: 'must be a folder, got a file or a link; move it away and run again' },
    ]);
  }
  const open = [''];
  for (let prefix = open.pop(); prefix !== undefined; prefix = open.pop()) {
    for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
      const path = prefix + entry.name;
      found.set(path, kindOf(entry));
      if (entry.isDirectory()) open.push(`${path}/`);
    }
  }
  return found;
}

/** Whether the first line of a file is the mark; only then may we change or remove it. */
export function isOurs(bytes: Buffer): boolean {
  const mark = Buffer.from(MARK);
  const next = bytes.subarray(mark.length, mark.length + 1).toString('latin1');
  return bytes.subarray(0, mark.length).equals(mark) && ['', '\n', '\r'].includes(next);
}

/** Whether a path is a file of ours; false for links, folders, and where nothing is. */
export function isOursAt(path: string): boolean {
  return kindAt(path) === 'file' && isOurs(readHead(path));
}

/** As much of a file as {@link isOurs} looks at. */
function readHead(path: string): Buffer {
  const head = Buffer.alloc(Buffer.byteLength(MARK) + 1);
  const file = openSync(path, 'r');
  try {
    return head.subarray(0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}

function kindOf(entry: Pick<Dirent, 'isFile' | 'isDirectory'>): Kind {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'other';
}
