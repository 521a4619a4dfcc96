import { stringify } from 'yaml';
import { mapping } from '../../../checks/readers/read';
import type { KubernetesObject } from '../../../synth/manifest';
import { changeContainers } from '../../cluster/controllers/controller';
import type { Chart } from '../../cluster/sources/chart-site';
import type { ChartSource } from '../../cluster/sources/sources';

/** How what a release installs becomes a chart. */
export interface ManifestChart {
  /** What the report says of it. */
  readonly origin: string;
  readonly objects: readonly KubernetesObject[];
  /** Labels of its pods, as its chart has them. @default those of the manifest */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** The image of its one container. @default that of the manifest */
  readonly image?: string;
  /** Variables of the container in the place of the manifest's. @default those of the manifest */
  readonly variables?: Readonly<Record<string, string>>;
}

/** What stands in the manifest until Helm puts the values there. */
const VALUES = {
  REPLICAS: '{{ .Values.replicaCount }}',
  RESOURCES: '{{ toJson .Values.resources }}',
} as const;

/**
 * A chart of what a release manifest would install, with the number of pods and the resources that values say. Its
 * namespace comes from `dist/`, and no image is asked for anew where there is no registry.
 */
export function manifestChart(
  { chart, version }: ChartSource,
  { origin, objects, ...rest }: ManifestChart,
): Chart {
  const kept = objects.filter(({ kind }) => kind !== 'Namespace').map((object) => deploymentOf(object, rest));
  const containers = changeContainers(kept, (container) => ({
    ...container,
    imagePullPolicy: 'IfNotPresent',
    resources: 'RESOURCES',
    ...(rest.image !== undefined && { image: rest.image }),
    ...(rest.variables && {
      env: Object.entries(rest.variables).map(([name, value]) => ({ name, value })),
    }),
  }));
  return objectsChart({ chart, version }, origin, containers);
}

/** A chart of these objects as they are. */
export function objectsChart(
  { chart, version }: Pick<ChartSource, 'chart' | 'version'>,
  origin: string,
  objects: readonly KubernetesObject[],
): Chart {
  const files = new Map(
    objects.map((object) => [
      `templates/${object.kind}-${object.metadata.name}.yaml`.toLowerCase().replaceAll(':', '-'),
      templateOf(object),
    ]),
  );
  return { name: chart, version, origin, files };
}

function deploymentOf(
  object: KubernetesObject,
  { podLabels }: Pick<ManifestChart, 'podLabels'>,
): KubernetesObject {
  if (object.kind !== 'Deployment') return object;
  const spec = mapping(object, 'spec');
  const template = mapping(spec, 'template');
  const labels = podLabels ?? mapping(template, 'metadata.labels');
  const metadata = { ...mapping(template, 'metadata'), labels };
  return {
    ...object,
    spec: {
      ...spec,
      replicas: 'REPLICAS',
      selector: { matchLabels: labels },
      template: { ...template, metadata },
    },
  };
}

function templateOf(object: KubernetesObject): string {
  // Descriptions of fields may look like templates.
  const text = stringify(object, { aliasDuplicateObjects: false }).replaceAll('{{', '{{ "{{" }}');
  return Object.entries(VALUES).reduce(
    (all, [name, value]) => all.replaceAll(`: ${name}\n`, `: ${value}\n`),
    text,
  );
}
