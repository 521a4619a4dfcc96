import { groupOf, type Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { type Namespaces, namespaceOf, namespacesOf } from '../readers/namespaces';
import { podsOf, runningContainersOf } from '../readers/pods';
import { mapping, mappings, text } from '../readers/read';
import { shown } from '../readers/show';
import type { World } from '../world';

/** What scales, and where each kind names its target. */
const SCALERS: readonly (readonly [group: string, kind: string, field: string])[] = [
  ['autoscaling', 'HorizontalPodAutoscaler', 'scaleTargetRef'],
  ['keda.sh', 'ScaledObject', 'scaleTargetRef'],
  ['autoscaling.k8s.io', 'VerticalPodAutoscaler', 'targetRef'],
];

/**
 * What a scaler names is there: its workload, the container that it measures, and the credentials of its triggers.
 * One without a target does nothing, and says so in its status only.
 */
export const scalersHaveATarget: Law = {
  id: 'scalers-have-a-target',
  *judge(world): Generator<Breach> {
    const namespaces = namespacesOf(world);
    for (const [group, kind, field] of SCALERS) {
      for (const manifest of world.ofKind(group, kind)) {
        for (const message of targetFaults(manifest, field, world, namespaces)) yield { manifest, message };
      }
    }
    for (const kind of ['ScaledObject', 'ScaledJob']) {
      for (const manifest of world.ofKind('keda.sh', kind)) {
        for (const message of credentialFaults(manifest, world)) yield { manifest, message };
      }
    }
  },
};

function* targetFaults(
  manifest: Manifest,
  field: string,
  world: World,
  namespaces: Namespaces,
): Generator<string> {
  const reference = mapping(manifest.object, `spec.${field}`);
  const group = groupOf({ apiVersion: text(reference, 'apiVersion') ?? 'apps/v1' });
  const kind = text(reference, 'kind') ?? 'Deployment';
  const name = text(reference, 'name') ?? '';
  const target = world.find(group, kind, manifest.object.metadata.namespace, name);
  if (target !== undefined) yield* containerFaults(manifest, target);
  else if (namespaces.knowsPodsOf(namespaceOf(manifest)))
    yield `\`${field}\` must name a workload of its namespace, got ${kind} '${name}'; correct it or render the ${kind}`;
}

/** Containers that a metric of an autoscaler measures. */
function* containerFaults({ object }: Manifest, target: Manifest): Generator<string> {
  const names = podsOf(target).flatMap((pods) => runningContainersOf(pods).map(({ name }) => name));
  if (names.length === 0) return;
  for (const [index, metric] of mappings(object, 'spec.metrics').entries()) {
    const container = text(metric, 'containerResource.container');
    if (container === undefined || names.includes(container)) continue;
    yield `\`metrics[${index}].containerResource.container\` must be a container of the workload, got ${shown(container)}; use one of ${shown(names)}`;
  }
}

function* credentialFaults({ object }: Manifest, world: World): Generator<string> {
  for (const [index, trigger] of mappings(object, 'spec.triggers').entries()) {
    const reference = mapping(trigger, 'authenticationRef');
    const name = text(reference, 'name');
    const kind = text(reference, 'kind') ?? 'TriggerAuthentication';
    const namespace = kind === 'TriggerAuthentication' ? object.metadata.namespace : undefined;
    if (name === undefined || world.find('keda.sh', kind, namespace, name) !== undefined) continue;
    yield `\`triggers[${index}].authenticationRef\` must name a ${kind} that is rendered, got ${shown(name)}; correct it or render one`;
  }
}
