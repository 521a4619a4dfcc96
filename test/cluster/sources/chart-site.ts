import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { KubernetesObject } from '../../../synth/manifest';
import { run } from '../session/command';
import type { Site } from './server';

/** A chart that stands in for one that cannot be had. */
export interface Chart {
  readonly name: string;
  readonly version: string;
  /** All that it installs. */
  readonly definitions: readonly KubernetesObject[];
}

/** What a report says of such a chart, and what its description says. */
export const CRDS_ONLY = 'CRDs only';

/**
 * A Helm repository of charts that hold custom resource definitions and nothing else.
 *
 * @param path path of the repository's URL: `/argo-helm`
 * @param folder where its files are made
 */
export async function chartSite(path: string, charts: readonly Chart[], folder: string): Promise<Site> {
  const files = new Map<string, Buffer>();
  const entries: Record<string, object[]> = {};
  for (const chart of charts) {
    const archive = await packChart(chart, folder);
    const name = `${chart.name}-${chart.version}.tgz`;
    files.set(`${path}/${name}`, archive);
    const digest = createHash('sha256').update(archive).digest('hex');
    entries[chart.name] = [...(entries[chart.name] ?? []), { ...metadataOf(chart), urls: [name], digest }];
  }
  files.set(`${path}/index.yaml`, Buffer.from(stringify({ apiVersion: 'v1', entries })));
  return (request, response) => {
    const file = files.get(new URL(request.url ?? '/', 'https://localhost').pathname);
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-length': file.length }).end(file);
  };
}

/** What its Chart.yaml says. */
export function metadataOf({ name, version }: Chart): object {
  return { apiVersion: 'v2', name, version, description: CRDS_ONLY };
}

/** The chart as a gzipped archive, as Helm reads it. */
export async function packChart(chart: Chart, folder: string): Promise<Buffer> {
  const root = join(folder, 'chart');
  const templates = join(root, chart.name, 'templates');
  mkdirSync(templates, { recursive: true });
  writeFileSync(join(root, chart.name, 'Chart.yaml'), stringify(metadataOf(chart)));
  for (const definition of chart.definitions) {
    writeFileSync(join(templates, `${definition.metadata.name}.yaml`), stringify(definition));
  }
  const archive = join(folder, 'chart.tgz');
  await run('tar', ['-C', root, '-czf', archive, chart.name]);
  const content = readFileSync(archive);
  rmSync(root, { recursive: true });
  rmSync(archive);
  return content;
}
