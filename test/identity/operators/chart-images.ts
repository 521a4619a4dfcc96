import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { mapping, mappings, text } from '../../../checks/readers/read';
import { groupOf, type KubernetesObject } from '../../../synth/manifest';
import { documentsIn } from '../../admission/documents';
import { type Programs, program } from '../../cluster/build/programs';
import { imagesIn } from '../../cluster/images/stand-ins';
import { run } from '../../cluster/session/command';
import { writeChart } from '../../cluster/sources/chart-site';
import type { ChartMaker } from '../../cluster/sources/sources';

/**
 * Images of what these Applications' charts install, with the values that the Applications give: they stand nowhere in
 * `dist/`. Operators hand on images by variables, too.
 */
export async function chartImages(
  programs: Programs,
  applications: readonly KubernetesObject[],
  chartOf: ChartMaker,
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'data-frost-charts-'));
  try {
    const found = new Set<string>();
    for (const application of applications.filter(isOfChart)) {
      for (const image of await imagesOf(programs, application, chartOf, folder)) found.add(image);
    }
    return [...found].sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isOfChart(object: KubernetesObject): boolean {
  return (
    object.kind === 'Application' &&
    groupOf(object) === 'argoproj.io' &&
    text(object, 'spec.source.chart') !== undefined
  );
}

async function imagesOf(
  programs: Programs,
  application: KubernetesObject,
  chartOf: ChartMaker,
  folder: string,
): Promise<readonly string[]> {
  const { chart, repoURL, targetRevision, helm } = mapping(application, 'spec.source');
  const source = { chart: String(chart), repoURL: String(repoURL), version: String(targetRevision) };
  const own = join(folder, application.metadata.name);
  writeChart(chartOf(source), own);
  const values = join(folder, 'values.yaml');
  writeFileSync(values, stringify(mapping(helm)['valuesObject'] ?? {}));
  const flags = [
    `--namespace=${text(application, 'spec.destination.namespace') ?? 'default'}`,
    `--values=${values}`,
  ];
  const rendered = await run(program(programs, 'helm', 'helm'), ['template', 'images', own, ...flags]);
  const objects = documentsIn(application.metadata.name, rendered).map(({ object }) => object);
  return [...imagesIn(objects), ...objects.flatMap(variables)];
}

/** Images that a container is told of by a variable: CloudNativePG adds its own to the pods of a database. */
function variables(object: KubernetesObject): readonly string[] {
  return mappings(object, 'spec.template.spec.containers')
    .flatMap((container) => mappings(container, 'env'))
    .filter((variable) => /IMAGE/.test(text(variable, 'name') ?? ''))
    .flatMap((variable) => text(variable, 'value') ?? []);
}
