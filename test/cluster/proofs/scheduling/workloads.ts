import { mapping, mappings, number } from '../../../../checks/readers/read';
import { identityOf, type Replicas, replicasOf, scalersByTarget } from '../../../../checks/readers/scaling';
import { selects } from '../../../../checks/readers/selectors';
import { World } from '../../../../checks/world';
import { groupOf, type KubernetesObject } from '../../../../synth/manifest';
import { readDist } from '../../../admission/documents';
import { DIST } from '../../ground';
import { readinessUrlOf } from '../../network/readiness-url';

/** A Deployment or a StatefulSet, and how many pods it may have. */
export interface Workload {
  /** What a person calls it: `production-model-serving/iris`. */
  readonly title: string;
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly namespace: string;
  readonly name: string;
  readonly object: KubernetesObject;
  /** By its scalers where it has one. */
  readonly replicas: Replicas;
  /** Whether the operator behind its scaler is what brings it to its fewest replicas. */
  readonly scaledByOperator: boolean;
}

/** Everything of `dist/` whose pods are counted and serve. */
export const workloads: readonly Workload[] = workloadsOf();

/** Those that promise more than one pod at all times. */
export const replicated = workloads.filter(({ replicas }) => replicas.minimum > 1);

/** Whether pods with these labels are the workload's. */
export function owns(
  { object, namespace }: Workload,
  pod: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
): boolean {
  return pod.namespace === namespace && selects(mapping(object, 'spec.selector'), pod.labels);
}

/** PodSpec of its template. */
export function podSpecOf({ object }: Workload): unknown {
  return mapping(object, 'spec.template.spec');
}

/** How long its pods may take from their start until they are Ready, in seconds, by their own probes. */
export function startUpSecondsOf(workload: Workload): number {
  const allowed = mappings(podSpecOf(workload), 'containers').map((container) => {
    const start = mapping(container, 'startupProbe');
    return (number(start, 'failureThreshold') ?? 3) * (number(start, 'periodSeconds') ?? 10);
  });
  return Math.max(...allowed);
}

/** A URL at which the pods answer through each Service of `dist/` that selects them: where they say that they are Ready. */
export function urlsOf({ object }: Workload): readonly string[] {
  return services.flatMap((service) => readinessUrlOf(service, object) ?? []);
}

const services = readDist(DIST).flatMap(({ object }) => (object.kind === 'Service' ? [object] : []));

function workloadsOf(): readonly Workload[] {
  const world = worldOf();
  const scalers = scalersByTarget(world);
  return world.pods.flatMap((pods): Workload[] => {
    const { object } = pods.manifest;
    const replicas = replicasOf(pods, scalers);
    const kind = object.kind;
    if (replicas === undefined || (kind !== 'Deployment' && kind !== 'StatefulSet')) return [];
    const { name } = object.metadata;
    const scaledByOperator = (scalers.get(identityOf(pods.manifest)) ?? []).some(
      ({ manifest }) => groupOf(manifest.object) !== 'autoscaling',
    );
    const title = `${pods.namespace}/${name}`;
    return [{ title, kind, namespace: pods.namespace, name, object, replicas, scaledByOperator }];
  });
}

/** The tree as laws see it. */
export function worldOf(): World {
  const manifests = readDist(DIST).map(({ title, object }) => {
    const [tree = '', application = ''] = title.split('/');
    return { tree, application, object };
  });
  return new World(manifests, {
    namespaces: [],
    bootstrapSecrets: [],
    enteredPaths: [],
    privilegedNamespaces: [],
    chartKinds: [],
    networks: [],
    storageClasses: [],
    gatewayClasses: [],
  });
}
