import { join } from 'node:path';

/** The folders of one project that the writer of `dist/` knows, as absolute or working-folder-relative paths. */
export interface Place {
  readonly project: string;
  /** What is written: committed to git, read by Argo CD. */
  readonly dist: string;
  /** Ignored by git, on the file system of `dist/`: the lock and at most one of the folders below. */
  readonly scratch: string;
  /** A run is collecting its files; `dist/` is untouched. */
  readonly staging: string;
  /** A run has all its files and is bringing them to `dist/`. */
  readonly committed: string;
  /** A run has failed to bring its files and is putting the old ones back. */
  readonly undoing: string;
  /** Nobody needs it any more. */
  readonly trash: string;
}

export function placeOf(project: string): Place {
  const scratch = join(project, '.synth');
  return {
    project,
    dist: join(project, 'dist'),
    scratch,
    staging: join(scratch, 'staging'),
    committed: join(scratch, 'committed'),
    undoing: join(scratch, 'undoing'),
    trash: join(scratch, 'trash'),
  };
}
