import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { isMapping, mappings, text } from '../../checks/readers/read';
import type { KubernetesObject } from '../../synth/manifest';
import { cached } from './cache';
import type { ApiClient } from './client';
import { CRD_SOURCES, type CrdSource } from './crd-sources';
import { go } from './go';
import type { Report } from './go-part';
import { inParallel } from './pool';
import { discover, type Type, typeKey } from './resources';

/**
 * Every custom resource definition of the table, from the module proxy or from the cache.
 *
 * @throws Error when a module's checksum is not the one in the table.
 */
export async function customResourceDefinitions(report: Report): Promise<readonly KubernetesObject[]> {
  const folder = await cached('crds', [JSON.stringify(CRD_SOURCES)], async (draft) => {
    report(`custom resource definitions: fetching ${CRD_SOURCES.length} Go modules …`);
    for (const source of CRD_SOURCES) copyFiles(source, await fetchModule(source), draft);
  });
  return readdirSync(folder)
    .sort()
    .flatMap((file) => definitionsOf(readFileSync(join(folder, file), 'utf8')));
}

/**
 * Creates the definitions and resolves when the API server serves every version of them.
 *
 * @throws Error when one is refused or not served.
 */
export async function install(client: ApiClient, definitions: readonly KubernetesObject[]): Promise<void> {
  await inParallel(4, definitions, async (definition) => {
    const { status, body } = await client.send({
      method: 'POST',
      path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions?fieldValidation=Strict',
      body: JSON.stringify(definition),
    });
    if (status !== 201) throw new Error(`${definition.metadata.name}: ${text(body, 'message')}`);
  });
  const types = definitions.flatMap(typesOf);
  const served = await discover(client, types, 60_000);
  const missing = types.map(typeKey).filter((key) => !served.has(key));
  if (missing.length > 0) throw new Error(`the API server must serve ${missing.join(', ')}`);
}

function typesOf(definition: KubernetesObject): Type[] {
  const group = text(definition, 'spec.group');
  const kind = text(definition, 'spec.names.kind') ?? '';
  return mappings(definition, 'spec.versions')
    .filter((version) => version['served'] === true)
    .map((version) => ({ apiVersion: `${group}/${text(version, 'name')}`, kind }));
}

/** The folder of the module in Go's own cache. @throws Error when its checksum is not the one in the table */
export async function fetchModule({ module, version, sum }: CrdSource): Promise<string> {
  // A folder without a go.mod: the module is fetched for itself, whatever else this repository requires.
  const nowhere = mkdtempSync(join(tmpdir(), 'data-frost-crds-'));
  try {
    const answer: unknown = JSON.parse(
      await go(['mod', 'download', '-json', `${module}@${version}`], nowhere),
    );
    const found = text(answer, 'Sum');
    if (found !== sum) {
      throw new Error(`${module}@${version}: checksum must be ${sum} (crd-sources.ts), got ${found}`);
    }
    return text(answer, 'Dir') ?? '';
  } finally {
    rmSync(nowhere, { recursive: true, force: true });
  }
}

function copyFiles({ module, folder, files }: CrdSource, from: string, to: string): void {
  // Two modules may use one file name; the module's path keeps them apart.
  for (const file of files) {
    copyFileSync(join(from, folder, file), join(to, `${module.replaceAll('/', '_')}_${file}`));
  }
}

function definitionsOf(yaml: string): KubernetesObject[] {
  return parseAllDocuments(yaml)
    .map((document): unknown => document.toJS())
    .filter(isDefinition);
}

function isDefinition(value: unknown): value is KubernetesObject {
  return isMapping(value) && value['kind'] === 'CustomResourceDefinition';
}
