import type { World } from '../world';
import { largerOf } from './amounts';
import { type Amounts, amountsOf, type ContainerResources } from './container-resources';
import { at, type Fields, list, mappings, text } from './read';
import { targetOf } from './scaling';

/** The VerticalPodAutoscalers that act, by the workload that they act on. */
export function verticalScalersOf(world: World): ReadonlyMap<string, Fields> {
  return new Map(
    world
      .ofKind('autoscaling.k8s.io', 'VerticalPodAutoscaler')
      .filter(({ object }) => text(object, 'spec.updatePolicy.updateMode') !== 'Off')
      .map((manifest) => [targetOf(manifest, 'spec.targetRef'), manifest.object]),
  );
}

/**
 * What a container takes once its VerticalPodAutoscaler has raised it to the most that it may: the request itself, and
 * the limit in proportion unless only requests are controlled.
 */
export function raisedBy(
  vertical: Fields | undefined,
  container: string | undefined,
  resources: ContainerResources,
): ContainerResources {
  const policies = mappings(vertical, 'spec.resourcePolicy.containerPolicies');
  const policy =
    policies.find((one) => text(one, 'containerName') === container) ??
    policies.find((one) => text(one, 'containerName') === '*');
  if (policy === undefined || text(policy, 'mode') === 'Off') return resources;
  const controlled =
    at(policy, 'controlledResources') === undefined ? ['cpu', 'memory'] : list(policy, 'controlledResources');
  const most = Object.entries(amountsOf(policy, 'maxAllowed')).filter(([resource]) =>
    controlled.includes(resource),
  );
  const requests = largerOf(resources.requests, Object.fromEntries(most));
  if (text(policy, 'controlledValues') === 'RequestsOnly') return { ...resources, requests };
  return { requests, limits: inProportion(resources, requests) };
}

function inProportion({ requests, limits }: ContainerResources, raised: Amounts): Amounts {
  return Object.fromEntries(
    Object.entries(limits).map(([resource, limit]) => {
      const before = requests[resource] ?? 0;
      return [resource, before > 0 ? (limit * (raised[resource] ?? before)) / before : limit];
    }),
  );
}
