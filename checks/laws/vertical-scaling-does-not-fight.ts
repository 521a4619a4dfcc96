import { amountOf } from '../../values/quantity';
import type { Breach, Law } from '../law';
import { runningContainersOf } from '../readers/pods';
import { at, type Fields, list, mapping, mappings, text } from '../readers/read';
import {
  byTarget,
  identityOf,
  scalersByTarget,
  targetOf,
  type Utilisation,
  utilisationsOf,
} from '../readers/scaling';
import { shown } from '../readers/show';
import type { World } from '../world';

/** `Auto` is deprecated: what it does depends on the version. */
const MODES = ['Off', 'Initial', 'Recreate', 'InPlaceOrRecreate'];

/** What a VerticalPodAutoscaler controls where it says nothing. */
const RESOURCES = ['cpu', 'memory'];

const POLICIES = 'spec.resourcePolicy.containerPolicies';

/** A policy of this name is for every container without one of its own. */
const ANY = '*';

interface Vertical {
  readonly manifest: World['manifests'][number];
  readonly target: string;
}

/**
 * One VerticalPodAutoscaler acts on a workload, in a mode that it names, within bounds that have room, and it leaves
 * alone what a horizontal one measures as a share of the request: raising the request lowers the share, and both
 * chase each other.
 * @see https://github.com/kubernetes/autoscaler/issues/6247
 */
export const verticalScalingDoesNotFight: Law = {
  id: 'vertical-scaling-does-not-fight',
  *judge(world): Generator<Breach> {
    const scalers = scalersByTarget(world);
    const containers = new Map(world.pods.map((pods) => [identityOf(pods.manifest), namesOf(pods)]));
    for (const [target, [first, ...others]] of byTarget(verticalsOf(world))) {
      for (const { manifest } of others) {
        const name = shown(first?.manifest.object.metadata.name);
        yield { manifest, message: `\`targetRef\` must not name a workload that ${name} acts on; keep one` };
      }
      const measured = (scalers.get(target) ?? []).flatMap(utilisationsOf);
      for (const { manifest } of first === undefined ? [] : [first, ...others]) {
        const names = containers.get(target);
        const faults = [
          ...modeFaults(manifest.object),
          ...policyFaults(manifest.object, names),
          ...fights(manifest.object, names ?? [], measured),
        ];
        for (const message of faults) yield { manifest, message };
      }
    }
  },
};

function verticalsOf(world: World): readonly Vertical[] {
  return world
    .ofKind('autoscaling.k8s.io', 'VerticalPodAutoscaler')
    .map((manifest) => ({ manifest, target: targetOf(manifest, 'spec.targetRef') }));
}

function namesOf(pods: World['pods'][number]): readonly string[] {
  return runningContainersOf(pods).flatMap((container) => text(container, 'name') ?? []);
}

function* modeFaults(object: unknown): Generator<string> {
  const mode = text(object, 'spec.updatePolicy.updateMode');
  if (mode === undefined || !MODES.includes(mode)) {
    yield `\`updatePolicy.updateMode\` must be ${MODES.join(', ')}, got ${shown(mode)}`;
  }
}

function* policyFaults(object: unknown, containers: readonly string[] | undefined): Generator<string> {
  for (const policy of mappings(object, POLICIES)) {
    const name = text(policy, 'containerName') ?? '';
    if (containers !== undefined && isForNobody(policy, containers)) {
      yield `\`containerName\` must be a container of the workload (${containers.join(', ')}), got ${shown(name)}`;
    }
    const most = mapping(policy, 'maxAllowed');
    for (const [resource, least] of Object.entries(mapping(policy, 'minAllowed'))) {
      const [low, high] = [amountOf(least), amountOf(most[resource])];
      if (low === undefined || high === undefined || low <= high) continue;
      yield `\`minAllowed.${resource}\` of ${shown(name)} must be at most its \`maxAllowed\` ${shown(most[resource])}, got ${shown(least)}`;
    }
  }
}

function* fights(
  object: unknown,
  containers: readonly string[],
  measured: readonly Utilisation[],
): Generator<string> {
  if (text(object, 'spec.updatePolicy.updateMode') === 'Off') return;
  const all = mappings(object, POLICIES);
  // A container whose policy has a wrong name is one fault, not two.
  if (all.some((policy) => isForNobody(policy, containers))) return;
  const policies = new Map(all.map((policy) => [policy['containerName'], policy]));
  for (const name of containers) {
    const controlled = controlledBy(policies.get(name) ?? policies.get(ANY));
    for (const { resource, container } of measured) {
      if (!controlled.includes(resource) || (container ?? name) !== name) continue;
      yield `\`controlledResources\` of container '${name}' must not hold ${resource}, which a horizontal autoscaler keeps at a share of its request; leave it out`;
    }
  }
}

function isForNobody(policy: Fields, containers: readonly string[]): boolean {
  const name = text(policy, 'containerName') ?? '';
  return name !== ANY && !containers.includes(name);
}

function controlledBy(policy: Fields | undefined): readonly unknown[] {
  if (text(policy, 'mode') === 'Off') return [];
  return at(policy, 'controlledResources') === undefined ? RESOURCES : list(policy, 'controlledResources');
}
