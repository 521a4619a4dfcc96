import { join } from 'node:path';
import { buildPart, type Report } from '../../control-plane/go-part';
import { IDENTITY_PARTS } from './identity-parts';
import { PARTS } from './parts';

const BUILT = { ...PARTS, ...IDENTITY_PARTS };

/** A part of the harness that is built. */
export type PartName = keyof typeof BUILT;

/** Folders with the binaries of each part that was built. */
export interface Programs {
  readonly folders: Readonly<Partial<Record<PartName, string>>>;
}

/** Every part: what a cluster is made of that the harness makes itself. */
export const ALL_PARTS: readonly PartName[] = Object.keys(PARTS).filter(isPart);

/** What the identity stack runs from beside them. */
export const ALL_IDENTITY_PARTS: readonly PartName[] = Object.keys(IDENTITY_PARTS).filter(isPart);

/** What proofs need of a cluster that is there: to speak to it, and Argo CD. */
export const PARTS_BESIDE_A_CLUSTER: readonly PartName[] = ['helm', 'kubernetes', 'argoCd'];

/** Builds parts, or takes them from the cache; one after the other, because each build uses all processors. */
export async function buildPrograms(parts: readonly PartName[], report: Report): Promise<Programs> {
  const folders: Partial<Record<PartName, string>> = {};
  for (const name of parts) folders[name] = await buildPart(BUILT[name], report);
  return { folders };
}

/** The folder of a part. @throws Error when it was not built */
export function folderOf({ folders }: Programs, part: PartName): string {
  const folder = folders[part];
  if (folder === undefined) throw new Error(`the part ${part} must have been built`);
  return folder;
}

/** The path of one program: `program(programs, 'kubernetes', 'kubectl')`. */
export function program(programs: Programs, part: PartName, name: string): string {
  return join(folderOf(programs, part), name);
}

function isPart(name: string): name is PartName {
  return name in BUILT;
}
