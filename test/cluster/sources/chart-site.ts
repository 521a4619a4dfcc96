import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { KubernetesObject } from '../../../synth/manifest';
import { run } from '../session/command';
import type { Site } from './server';

/** What is answered when a chart is asked for. */
export interface Chart {
  readonly name: string;
  readonly version: string;
  /** Where what it installs comes from; stands in a report and in its description. */
  readonly origin: string;
  /** Files below its folder by their path: `templates/role.yaml`; Chart.yaml is added. */
  readonly files: ReadonlyMap<string, string>;
  /** Version of what it installs, for images whose tag follows it. @default none */
  readonly appVersion?: string;
}

/** What a report says of such a chart, and what its description says. */
export const CRDS_ONLY = 'CRDs only';

/** A chart that holds custom resource definitions and nothing else. */
export function definitionsChart(
  name: string,
  version: string,
  definitions: readonly KubernetesObject[],
): Chart {
  const files = new Map(
    definitions.map((definition) => [`templates/${definition.metadata.name}.yaml`, stringify(definition)]),
  );
  return { name, version, origin: CRDS_ONLY, files };
}

/**
 * A Helm repository of these charts.
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
export function metadataOf({ name, version, origin, appVersion }: Chart): object {
  return {
    ...{ apiVersion: 'v2', name, version, description: origin },
    ...(appVersion !== undefined && { appVersion }),
  };
}

/** Writes the files of a chart into a folder. */
export function writeChart(chart: Chart, folder: string): void {
  for (const [path, content] of [...chart.files, ['Chart.yaml', stringify(metadataOf(chart))] as const]) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** The chart as a gzipped archive, as Helm reads it. */
export async function packChart(chart: Chart, folder: string): Promise<Buffer> {
  const root = join(folder, 'chart');
  writeChart(chart, join(root, chart.name));
  const archive = join(folder, 'chart.tgz');
  await run('tar', ['-C', root, '-czf', archive, chart.name]);
  const content = readFileSync(archive);
  rmSync(root, { recursive: true });
  rmSync(archive);
  return content;
}
