import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../../../app';
import { mapping, mappings, text } from '../../../checks/readers/read';
import { authoritySecret, INTERNAL_CA_BUNDLE, INTERNAL_ISSUER } from '../../../constructs/internal-ca/props';
import type { EnvironmentSpec } from '../../../environments/environment-spec';
import type { Inventory } from '../../../environments/resolve';
import { emitInto } from '../../../synth/mirror';
import { awaitApplications, isSettled, refresh } from '../../cluster/argo-cd/applications';
import type { Cluster } from '../../cluster/cluster';
import { get } from '../../cluster/get';
import { distApplications, holds } from '../../cluster/proofs/tree';
import { commit, filesOf, replaceTree } from '../../cluster/sources/repository';
import { repositoryOf } from '../../cluster/sources/sources';
import { literal } from '../ground';
import { type RecoveryLiterals, recoveringInventory } from '../inventory';
import { DATABASE_PATH } from './database';

/** What the last merge said, read from what it made: proofs may run in any order, and more than once. */
export async function mergedLiterals(cluster: Cluster): Promise<RecoveryLiterals> {
  const bundle = await get(cluster, `/apis/trust.cert-manager.io/v1alpha1/bundles/${INTERNAL_CA_BUNDLE}`);
  const issuer = await get(cluster, `/apis/cert-manager.io/v1/clusterissuers/${INTERNAL_ISSUER}`);
  const names = mappings(bundle, 'spec.sources').map((source) => text(source, 'secret.name') ?? '');
  return {
    database: databaseIn(await get(cluster, DATABASE_PATH)),
    internalCa: {
      authorities: names.map(authorityOf),
      signing: authorityOf(text(issuer, 'spec.ca.secretName') ?? ''),
    },
  };
}

/**
 * Renders literals and commits what they render to, to the repository that Argo CD reads: what merging does. Nobody is
 * told of it.
 *
 * @returns the hash of the commit
 */
export async function merge({ session }: Cluster, changed: Inventory, message: string): Promise<string> {
  const dist = join(mkdtempSync(join(session.folder, 'merge-')), 'dist');
  emitInto(dist, synthesize(changed).files);
  const repository = repositoryOf(session, literal);
  await replaceTree(repository, dist);
  return commit(repository, message);
}

/** Merges a change of the environment, beside what recoveries have merged, and waits until Argo CD has brought it. */
export async function mergeEnvironment(
  cluster: Cluster,
  message: string,
  change: (environment: EnvironmentSpec) => EnvironmentSpec,
): Promise<void> {
  const { client, session } = cluster;
  const now = recoveringInventory(await mergedLiterals(cluster));
  const changed = { ...now, environments: now.environments.map(change) };
  const hash = await merge(cluster, changed, message);
  const files = await filesOf(repositoryOf(session, literal), hash);
  const inTree = files.map((file) => file.replace(/^dist\//, ''));
  const names = distApplications
    .filter((application) => inTree.some((file) => holds(application, file)))
    .map(({ name }) => name);
  if (names.length === 0) throw new Error(`${message}: what is merged must differ from what was there`);
  await Promise.all(names.map((name) => refresh(client, name)));
  const isThere = (state: Parameters<typeof isSettled>[0]) => state.revision === hash && isSettled(state);
  await awaitApplications(client, names, `are Synced at ${hash}`, isThere);
}

function databaseIn(found: unknown): RecoveryLiterals['database'] {
  const [plugin] = mappings(found, 'spec.plugins');
  const [archive] = mappings(found, 'spec.externalClusters');
  return {
    generation: generationOf(mapping(plugin, 'parameters')),
    ...(archive !== undefined && {
      restoredFrom: { generation: generationOf(mapping(archive, 'plugin.parameters')) },
    }),
  };
}

function generationOf({ serverName }: Readonly<Record<string, unknown>>): number {
  return Number(/-(\d+)$/.exec(String(serverName))?.[1]);
}

function authorityOf(secret: string): string {
  return secret.slice(authoritySecret('').length);
}
