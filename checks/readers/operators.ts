import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { applicationsOf } from './applications';
import { isMapping, mappings } from './read';

/** Charts of the operators that make something of the objects of an API group. */
const BY_GROUP: Readonly<Record<string, readonly string[]>> = {
  'barmancloud.cnpg.io': ['plugin-barman-cloud'],
  'cert-manager.io': ['cert-manager'],
  'external-secrets.io': ['external-secrets'],
  'postgresql.cnpg.io': ['cloudnative-pg', ...volumeDrivers()],
  'trust.cert-manager.io': ['trust-manager'],
};

/** Charts of the drivers that make volumes. */
function volumeDrivers(): readonly string[] {
  return ['proxmox-csi-plugin', 'aws-ebs-csi-driver', 'cinder-csi'];
}

/** An operator that an Argo CD Application brings as a chart. */
export interface Operator {
  readonly manifest: Manifest;
  readonly charts: readonly string[];
  /** Namespace that it runs in. */
  readonly namespace: string;
  /** Every text among the chart's values, such as the name of a Secret. */
  readonly values: ReadonlySet<string>;
}

export interface Operators {
  readonly all: readonly Operator[];
  /** Applications of the operators without which an object stays what was written. */
  needed(group: string, manifest: Manifest): readonly Manifest[];
}

/** The operators of a world. */
export function operatorsOf(world: World): Operators {
  const all = applicationsOf(world)
    .filter(({ charts }) => charts.length > 0)
    .map(({ manifest, charts, destination }) => {
      const sources = [manifest.object['spec']].flatMap((spec) => [
        ...mappings(spec, 'sources'),
        ...mappings([isMapping(spec) ? spec['source'] : undefined]),
      ]);
      return { manifest, charts, namespace: destination.namespace, values: new Set(textsIn(sources)) };
    });
  return {
    all,
    needed(group, manifest) {
      const charts = [...(BY_GROUP[group] ?? []), ...(claimsVolumes(manifest) ? volumeDrivers() : [])];
      return all
        .filter((one) => one.charts.some((chart) => charts.includes(chart)))
        .map((one) => one.manifest);
    },
  };
}

function claimsVolumes({ object }: Manifest): boolean {
  return (
    object.kind === 'PersistentVolumeClaim' ||
    (object.kind === 'StatefulSet' && mappings(object, 'spec.volumeClaimTemplates').length > 0)
  );
}

/** Values as Argo CD takes them: a mapping, single parameters, or YAML in a text. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield* value.split(/[\s'",[\]{}]+/);
  else if (Array.isArray(value)) for (const item of value) yield* textsIn(item);
  else if (isMapping(value)) for (const item of Object.values(value)) yield* textsIn(item);
}
