import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from '../../../checks/readers/read';
import { readDist } from '../../admission/documents';
import { sameTree } from './same-tree';

/**
 * Applications of a cluster or an environment that nothing stands in for: the vault, the identity provider and who signs
 * in at it. `npm run test:identity` proves their programs.
 */
export const IDENTITY_APPLICATIONS = ['keycloak', 'sign-in', 'vault', 'vault-sign-in'] as const;

/**
 * Lays a rendered tree without those Applications and what they sync into `into`; the bytes of all else are those of
 * `dist`. A tree that is there already and is the same is left alone: another process may be reading it.
 */
export function layWorkloadTree(dist: string, into: string): void {
  mkdirSync(dirname(into), { recursive: true });
  const draft = mkdtempSync(`${into}-`);
  cpSync(dist, draft, { recursive: true });
  leaveOutIdentity(draft);
  if (existsSync(into) && sameTree(draft, into)) {
    rmSync(draft, { recursive: true });
    return;
  }
  rmSync(into, { recursive: true, force: true });
  renameSync(draft, into);
}

/** Removes those Applications and what they sync from a tree. */
export function leaveOutIdentity(tree: string): void {
  for (const { title, object } of readDist(tree)) {
    const path = text(object, 'spec.source.path') ?? '';
    if (object.kind !== 'Application' || !isIdentity(path)) continue;
    rmSync(join(tree, title));
    rmSync(join(tree, path.replace(/^dist\//, '')), { recursive: true, force: true });
  }
}

/** @param path of a source: it begins at the root of the repository */
function isIdentity(path: string): boolean {
  const [root, , application = '', ...below] = path.split('/');
  return root === 'dist' && below.length === 0 && IDENTITY_APPLICATIONS.some((one) => one === application);
}
