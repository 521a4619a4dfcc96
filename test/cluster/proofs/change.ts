import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { mapping } from '../../../checks/readers/read';
import type { KubernetesObject } from '../../../synth/manifest';
import { applicationsIn, awaitApplications, awaitSynced, isSettled, refresh } from '../argo-cd/applications';
import { activeDenials } from '../argo-cd/windows';
import type { Cluster } from '../cluster';
import { clusterLiteral, DIST, distObjects } from '../ground';
import { commit, filesOf, replaceTree } from '../sources/repository';
import { repositoryOf } from '../sources/sources';
import { distApplications, distProjects, holds } from './tree';

/** Changes files of a tree. @param dist the folder of the working copy's `dist/` */
export type Change = (dist: string) => void | Promise<void>;

/** How a commit is made. */
export interface CommitOptions {
  /**
   * Whether sync windows stay that would hold it back at this hour: a run on a weekend must prove what a run on a
   * Tuesday proves.
   * @default false
   */
  readonly keepWindows?: boolean;
  /** Whether Argo CD is told of the commit, as the webhook of a git server does. @default true */
  readonly announced?: boolean;
}

/**
 * Commits a change of the tree that Argo CD reads and tells Argo CD of it. Waits for nothing.
 *
 * @returns the hash of the commit
 */
export async function changeDist(
  cluster: Cluster,
  message: string,
  change: Change,
  { keepWindows = false, announced = true }: CommitOptions = {},
): Promise<string> {
  const repository = repositoryOf(cluster.session, clusterLiteral);
  const dist = join(repository.folder, 'dist');
  await change(dist);
  if (!keepWindows) openWindows(dist);
  const hash = await commit(repository, message);
  if (announced) await announce(cluster, hash);
  return hash;
}

/** Waits until Argo CD has brought all that a commit of `changeDist` changed. */
export async function awaitCommit(cluster: Cluster, hash: string): Promise<void> {
  const names = await applicationsChangedBy(cluster, hash);
  const what = `are Synced at ${hash}`;
  await awaitApplications(
    cluster.client,
    names,
    what,
    (state) => state.revision === hash && isSettled(state),
  );
}

/** Commits the tree under test again and waits until all of it is Synced. */
export async function restoreDist(cluster: Cluster): Promise<void> {
  const repository = repositoryOf(cluster.session, clusterLiteral);
  const restore = () => replaceTree(repository, DIST);
  await awaitCommit(cluster, await changeDist(cluster, 'the tree under test', restore));
  if (distProjects.some(({ object }) => activeDenials(object, Date.now()).length > 0)) {
    // A window that is active now comes last: it would hold back the rest.
    const hash = await changeDist(cluster, 'its sync windows', restore, { keepWindows: true });
    await awaitCommit(cluster, hash);
  }
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

/** Puts a folder of the tree under test in the place of what is there. */
export function restoreFolder(dist: string, folder: string): void {
  rmSync(join(dist, folder), { recursive: true });
  cpSync(join(DIST, folder), join(dist, folder), { recursive: true });
}

/** Removes a file of a tree. */
export function removeFile(dist: string, file: string): void {
  rmSync(join(dist, file));
}

/** Puts a new object into a folder of a tree. */
export function addObject(dist: string, folder: string, object: KubernetesObject): void {
  const { namespace = '', name } = object.metadata;
  const file = `${object.kind}_${namespace}_${name}.yaml`.toLowerCase();
  writeFileSync(join(dist, folder, file), stringify(object));
}

/** A webhook has Argo CD look at the Applications whose folder the commit touched, and at no other. */
async function announce(cluster: Cluster, hash: string): Promise<void> {
  const names = await applicationsChangedBy(cluster, hash);
  // One that is not there yet comes with its first look.
  await Promise.all(names.map((name) => refresh(cluster.client, name).catch(() => undefined)));
}

async function applicationsChangedBy({ session }: Cluster, hash: string): Promise<readonly string[]> {
  const changed = await filesOf(repositoryOf(session, clusterLiteral), hash);
  const files = changed.map((file) => file.replace(/^dist\//, ''));
  return distApplications
    .filter((application) => files.some((file) => holds(application, file)))
    .map(({ name }) => name);
}

function openWindows(dist: string): void {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => /appproject[^/]*\.yaml$/.test(name))) {
    const project: unknown = parse(readFileSync(join(dist, file), 'utf8'));
    if (activeDenials(project, Date.now()).length === 0) continue;
    editObject(dist, file, (object) => {
      object['spec'] = { ...mapping(object, 'spec'), syncWindows: [] };
    });
  }
}
