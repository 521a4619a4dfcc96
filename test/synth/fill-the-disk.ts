import fs from 'node:fs';
import { join } from 'node:path';
import { emit } from '../../synth/emit';
import { EVERYTHING } from '../../synth/plan';
import { stateOf } from '../../synth/state';
import { FaultsError } from '../../values/fault';
import { FOREIGN, filesOf, NEW, OLD, put, stateIn } from './project';

/** A run on a file system with so many free blocks, in a process of its own. */
export interface FullRun {
  readonly freeBlocks: number;
  /** The faults of the run from OLD to NEW; absent where it succeeded. */
  readonly said?: string;
  /** `OLD`, `NEW` or `torn`, after that run. */
  readonly state: string;
  /** What `stateOf` names that. */
  readonly name: string;
  /** The state after another run, with room on the disk. */
  readonly end: string;
}

/** Leaves that many blocks of the file system free. */
function fill(ballast: string, freeBlocks: number): void {
  const { bavail, bsize } = fs.statfsSync(join(ballast, '..'));
  fs.writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail - freeBlocks) * bsize));
}

function runWith(root: string, freeBlocks: number): FullRun {
  const project = join(root, String(freeBlocks));
  const ballast = join(root, 'ballast');
  put(join(project, 'dist'), { ...OLD, ...FOREIGN });
  fill(ballast, freeBlocks);
  let said: string | undefined;
  try {
    emit(project, filesOf(NEW), EVERYTHING);
  } catch (error) {
    if (!(error instanceof FaultsError)) throw error;
    said = error.message;
  }
  const after = { state: stateIn(project, { OLD, NEW }), name: stateOf(project).name };
  fs.rmSync(ballast);
  emit(project, filesOf(NEW), EVERYTHING);
  const end = stateIn(project, { NEW });
  fs.rmSync(project, { recursive: true });
  return { freeBlocks, ...(said === undefined ? {} : { said }), ...after, end };
}

const root = process.argv[2] ?? '';
const runs = Array.from({ length: 12 }, (_, freeBlocks) => runWith(root, freeBlocks));
fs.writeSync(1, JSON.stringify(runs));
