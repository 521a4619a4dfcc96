import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { sumOf } from './amounts';
import { type ContainerResources, NONE, resourcesOf } from './container-resources';
import { namespaceOf } from './namespaces';
import { once } from './once';
import type { ContainerPort } from './ports';
import { mapping, mappings, number, text } from './read';
import type { Labelled } from './selectors';

/** Pods that an operator makes of an object of its own, as far as that object says what they are. */
export interface OperatedPods extends Labelled {
  readonly manifest: Manifest;
  readonly ports: readonly ContainerPort[];
  /** How many run at a time. */
  readonly count: number;
  /** Pods that come and go beside them, such as the job that makes a new one. */
  readonly helpers: number;
  /** What each of them takes. */
  readonly resources: ContainerResources;
}

/** Ports of an instance. @see https://cloudnative-pg.io/documentation/1.30/networking/ */
const INSTANCE_PORTS: readonly ContainerPort[] = [
  { name: 'postgresql', port: 5432, protocol: 'TCP' },
  { name: 'status', port: 8000, protocol: 'TCP' },
  { name: 'metrics', port: 9187, protocol: 'TCP' },
];

/** The pods of every database; those of other operators nobody describes here. */
export const operatedPodsOf = once((world: World): readonly OperatedPods[] =>
  world.ofKind('postgresql.cnpg.io', 'Cluster').map((manifest) => {
    const { name } = manifest.object.metadata;
    return {
      manifest,
      namespace: namespaceOf(manifest),
      labels: {
        'app.kubernetes.io/component': 'database',
        'app.kubernetes.io/instance': name,
        'app.kubernetes.io/managed-by': 'cloudnative-pg',
        'app.kubernetes.io/name': 'postgresql',
        'cnpg.io/cluster': name,
        'cnpg.io/podRole': 'instance',
      },
      ports: INSTANCE_PORTS,
      count: number(manifest.object, 'spec.instances') ?? 1,
      helpers: 1,
      resources: instanceResourcesOf(world, manifest),
    };
  }),
);

/** An instance and the container that the plugin adds for its archive. */
function instanceResourcesOf(world: World, manifest: Manifest): ContainerResources {
  const sidecars = mappings(manifest.object, 'spec.plugins').flatMap((plugin) => {
    const store = text(plugin, 'parameters.barmanObjectName') ?? '';
    const found = world.find('barmancloud.cnpg.io', 'ObjectStore', namespaceOf(manifest), store);
    return found === undefined ? [] : [mapping(found.object, 'spec.instanceSidecarConfiguration')];
  });
  const all = [mapping(manifest.object, 'spec'), ...sidecars].map((one) => resourcesOf(one, NONE));
  return {
    requests: sumOf(all.map(({ requests }) => requests)),
    limits: sumOf(all.map(({ limits }) => limits)),
  };
}
