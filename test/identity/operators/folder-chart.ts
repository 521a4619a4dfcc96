import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Chart } from '../../cluster/sources/chart-site';
import type { ChartSource } from '../../cluster/sources/sources';

/** How a chart of a module becomes the one that is asked for. */
export interface FolderChart {
  /** What the report says of it. */
  readonly origin: string;
  /** Version of the program, as the chart's release has it: tag of its images. */
  readonly appVersion: string;
  /** Files that are left out. @default none */
  readonly without?: RegExp;
  /** Texts in files that are replaced: path, text, and what comes in its place. @default none */
  readonly changes?: readonly (readonly [path: string, text: string, replacement: string])[];
  /** Folder of custom resource definitions that it brings beside its own. @default none */
  readonly definitions?: string;
}

/** Chart.yaml is written anew: its version is that of the release, and dependencies cannot be fetched here. */
const LEFT_OUT = /^(Chart\.(template\.)?yaml|Chart\.lock|tests\/.*|ci\/.*)$/;

/**
 * The chart of a module, under the version that is asked for.
 *
 * @throws Error where a text that is to be replaced is not there
 */
export function folderChart(
  { chart, version }: ChartSource,
  folder: string,
  { origin, appVersion, without, changes = [], definitions }: FolderChart,
): Chart {
  const files = new Map<string, string>();
  for (const path of filesBelow(folder)) {
    if (LEFT_OUT.test(path) || without?.test(path) === true) continue;
    files.set(path, readFileSync(join(folder, path), 'utf8'));
  }
  for (const [path, from, to] of changes) {
    const content = files.get(path);
    if (content?.includes(from) !== true) throw new Error(`${chart}: ${path} must hold ${from}`);
    files.set(path, content.replace(from, to));
  }
  for (const path of definitions === undefined ? [] : filesBelow(definitions)) {
    if (!path.endsWith('kustomization.yaml'))
      files.set(`crds/${path}`, readFileSync(join(definitions ?? '', path), 'utf8'));
  }
  return { name: chart, version, origin, appVersion, files };
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => relative(folder, file))
    .sort();
}
