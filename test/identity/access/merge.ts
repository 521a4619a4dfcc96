import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../../../app';
import { mapping, mappings, strings, text } from '../../../checks/readers/read';
import { authoritySecret, INTERNAL_CA_BUNDLE, INTERNAL_ISSUER } from '../../../constructs/internal-ca/props';
import { VAULT } from '../../../constructs/vault/props';
import { emitInto } from '../../../synth/mirror';
import type { Cluster } from '../../cluster/cluster';
import { get } from '../../cluster/get';
import { commit, replaceTree } from '../../cluster/sources/repository';
import { repositoryOf } from '../../cluster/sources/sources';
import { literal, namespaces } from '../ground';
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
    seal: await sealOf(cluster),
  };
}

/**
 * Renders the bench with these literals and commits it to the repository that Argo CD reads: what merging does. Nobody is
 * told of it.
 *
 * @returns the hash of the commit
 */
export async function merge({ session }: Cluster, literals: RecoveryLiterals): Promise<string> {
  const { files } = synthesize(recoveringInventory(literals));
  const rendered = mkdtempSync(join(session.folder, 'rendered-'));
  emitInto(rendered, files);
  const repository = repositoryOf(session, literal);
  await replaceTree(repository, rendered);
  return commit(repository, 'recovery');
}

/** The seal of the configuration that the vault's nodes are to start with. */
async function sealOf(cluster: Cluster): Promise<RecoveryLiterals['seal']> {
  const path = `/apis/apps/v1/namespaces/${namespaces.vault}/statefulsets/${VAULT}`;
  const volumes = mappings(await get(cluster, path), 'spec.template.spec.volumes');
  const name = text(
    volumes.find((volume) => volume['name'] === 'configuration'),
    'configMap.name',
  );
  const found = await get(cluster, `/api/v1/namespaces/${namespaces.vault}/configmaps/${name}`);
  const [configuration = ''] = Object.values(strings(found, 'data'));
  const key = (which: string) => new RegExp(`\\b${which}_key_id = "(.+)"`).exec(configuration)?.[1];
  const [current, previous] = [key('current'), key('previous')];
  if (current === undefined) throw new Error(`${namespaces.vault}/${name} must name the key of the seal`);
  return { current, ...(previous !== undefined && { previous }) };
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
