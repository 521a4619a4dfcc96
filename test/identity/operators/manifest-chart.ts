import { stringify } from 'yaml';
import type { KubernetesObject } from '../../../synth/manifest';
import { changeContainers } from '../../cluster/controllers/controller';
import type { Chart } from '../../cluster/sources/chart-site';
import type { ChartSource } from '../../cluster/sources/sources';

/**
 * A chart of what a release manifest would install: values change nothing of it. Its namespace comes from `dist/`, and
 * images are never asked for where there is no registry.
 */
export function manifestChart(
  { chart, version }: ChartSource,
  origin: string,
  objects: readonly KubernetesObject[],
): Chart {
  const kept = changeContainers(
    objects.filter(({ kind }) => kind !== 'Namespace'),
    (container) => ({ ...container, imagePullPolicy: 'IfNotPresent' }),
  );
  const files = new Map(
    kept.map((object) => [
      `templates/${object.kind}-${object.metadata.name}.yaml`.toLowerCase(),
      // Descriptions of fields may look like templates.
      stringify(object, { aliasDuplicateObjects: false }).replaceAll('{{', '{{ "{{" }}'),
    ]),
  );
  return { name: chart, version, origin, files };
}
