import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { applicationsIn, awaitSynced, refresh } from '../argo-cd/applications';
import type { Cluster } from '../cluster';
import { commit, replaceTree } from '../sources/repository';
import { repositoryOf } from '../sources/sources';
import { clusterLiteral, DIST, distObjects } from './ground';

/**
 * Commits a change of the tree that Argo CD reads and tells Argo CD of it, as the webhook of a git server does. Waits
 * for nothing.
 *
 * @param change gets the folder of the working copy's `dist/`
 * @returns the hash of the commit
 */
export async function changeDist(
  cluster: Cluster,
  message: string,
  change: (dist: string) => void | Promise<void>,
): Promise<string> {
  const repository = repositoryOf(cluster.session, clusterLiteral);
  await change(join(repository.folder, 'dist'));
  const hash = await commit(repository, message);
  await Promise.all(
    applicationsIn(distObjects).map((name) => refresh(cluster.client, name).catch(() => undefined)),
  );
  return hash;
}

/** Commits the tree under test again and waits until all of it is Synced. */
export async function restoreDist(cluster: Cluster): Promise<void> {
  const repository = repositoryOf(cluster.session, clusterLiteral);
  await changeDist(cluster, 'the tree under test', () => replaceTree(repository, DIST));
  await awaitSynced(cluster.client, applicationsIn(distObjects));
}

/**
 * Edits one object of a tree as a person would who does not use this project.
 *
 * @param file path below the tree, which holds one object
 * @param edit changes the parsed object in place
 */
export function editObject(
  dist: string,
  file: string,
  edit: (object: Record<string, unknown>) => void,
): void {
  const path = join(dist, file);
  const object: Record<string, unknown> = parse(readFileSync(path, 'utf8'));
  edit(object);
  // Kubernetes reads YAML 1.1, where `yes` without quotes is no text.
  writeFileSync(path, stringify(object, { version: '1.1' }));
}
