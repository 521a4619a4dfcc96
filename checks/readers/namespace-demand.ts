import { describe } from '../../synth/manifest';
import { amountOf } from '../../values/quantity';
import type { World } from '../world';
import { timesOf } from './amounts';
import { type Claim, claimsOf } from './claims';
import { type Amounts, containerDefaultsOf } from './container-resources';
import { mostPodsOf, podResourcesOf } from './demand';
import { namespaceOf } from './namespaces';
import { operatedPodsOf } from './operated-pods';
import { at, mappings, text } from './read';
import { identityOf, scalersByTarget } from './scaling';
import { push } from './selectors';
import { verticalScalersOf } from './vertical-scaling';

/** What one object takes of the quota of its namespace, by the quota's own names: `requests.cpu`, `pods`. */
export interface Demand {
  /** The object, as a fault calls it. */
  readonly called: string;
  readonly amounts: Amounts;
}

/** What the objects of each namespace take at their most. */
export function demandsOf(world: World): ReadonlyMap<string, readonly Demand[]> {
  const demands = new Map<string, Demand[]>();
  const defaults = containerDefaultsOf(world);
  const scalers = scalersByTarget(world);
  const verticals = verticalScalersOf(world);
  const counts = new Map<string, number>();
  for (const pods of world.pods) {
    const identity = identityOf(pods.manifest);
    const count = mostPodsOf(pods, scalers);
    counts.set(identity, count);
    const { requests, limits } = podResourcesOf(pods, defaults.get(pods.namespace), verticals.get(identity));
    const one = { pods: 1, ...named('requests', requests), ...named('limits', limits) };
    push(demands, pods.namespace, { called: describe(pods.manifest), amounts: timesOf(one, count) });
  }
  for (const pods of operatedPodsOf(world)) {
    counts.set(identityOf(pods.manifest), pods.count);
    const { requests, limits } = pods.resources;
    const one = { pods: 1, ...named('requests', requests), ...named('limits', limits) };
    const amounts = timesOf(one, pods.count + pods.helpers);
    push(demands, pods.namespace, { called: describe(pods.manifest), amounts });
  }
  for (const claim of claimsOf(world)) {
    const count = claim.sort === 'object' ? 1 : (counts.get(identityOf(claim.manifest)) ?? 1);
    const amounts = timesOf(storageOf(claim), count);
    push(demands, namespaceOf(claim.manifest), { called: describe(claim.manifest), amounts });
  }
  for (const manifest of world.ofKind('', 'Service')) {
    push(demands, namespaceOf(manifest), { called: describe(manifest), amounts: portsOf(manifest.object) });
  }
  return demands;
}

function named(list: 'requests' | 'limits', amounts: Amounts): Amounts {
  return Object.fromEntries(
    Object.entries(amounts).map(([resource, amount]) => [`${list}.${resource}`, amount]),
  );
}

function storageOf({ claim }: Claim): Amounts {
  const storage = amountOf(at(claim, 'spec.resources.requests.storage')) ?? 0;
  const all = { 'requests.storage': storage, persistentvolumeclaims: 1 };
  const name = text(claim, 'spec.storageClassName');
  if (name === undefined) return all;
  const ofClass = Object.entries(all).map(([key, amount]) => [
    `${name}.storageclass.storage.k8s.io/${key}`,
    amount,
  ]);
  return { ...all, ...Object.fromEntries(ofClass) };
}

/** A Service that is reached from outside takes a port of every node for each of its own, and maybe a balancer. */
function portsOf(service: unknown): Amounts {
  const type = text(service, 'spec.type');
  const isBalancer = type === 'LoadBalancer';
  const onNodes =
    type === 'NodePort' || (isBalancer && at(service, 'spec.allocateLoadBalancerNodePorts') !== false);
  return {
    services: 1,
    'services.loadbalancers': isBalancer ? 1 : 0,
    'services.nodeports': onNodes ? mappings(service, 'spec.ports').length : 0,
  };
}
