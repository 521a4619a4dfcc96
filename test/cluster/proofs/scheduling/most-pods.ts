import { containerDefaultsOf, resourcesOf } from '../../../../checks/readers/container-resources';
import { mostPodsOf } from '../../../../checks/readers/demand';
import type { Pods } from '../../../../checks/readers/pods';
import { type Fields, mapping, mappings, text } from '../../../../checks/readers/read';
import { identityOf, scalersByTarget } from '../../../../checks/readers/scaling';
import { raisedBy, verticalScalersOf } from '../../../../checks/readers/vertical-scaling';
import type { World } from '../../../../checks/world';
import { byteText, cpuText } from '../../../../values/quantity';

/** A workload that makes all of its pods at once, and how many they are. */
export interface Crowd {
  /** `production-model-serving/Deployment/iris` */
  readonly title: string;
  readonly object: object;
  readonly count: number;
}

/** Label of the pods that stand in for a run of a job. */
const RUN = 'data-frost.test/run-of';

/**
 * Every workload at its most at the same time: scaled up, rolling, raised by its vertical scaler, and each job running.
 *
 * A run of a job becomes a Deployment: where its pods go is what counts, and they come back when their worker is lost.
 */
export function crowdsOf(world: World): readonly Crowd[] {
  const scalers = scalersByTarget(world);
  return world.pods.map((pods): Crowd => {
    const { object } = pods.manifest;
    const count = mostPodsOf(pods, scalers);
    const title = `${pods.namespace}/${object.kind}/${object.metadata.name}`;
    const template = { ...templateOf(pods), spec: raisedSpecOf(world, pods) };
    if (pods.serves) return { title, count, object: crowdOf(object, template, count) };
    return { title, count, object: runOf(pods, template, count) };
  });
}

function crowdOf(object: Fields, template: object, replicas: number): object {
  const spec = { ...mapping(object, 'spec'), replicas, template };
  // Nothing becomes Ready here, and one pod after the other would wait for that.
  return object['kind'] === 'StatefulSet'
    ? { ...object, spec: { ...spec, podManagementPolicy: 'Parallel' } }
    : { ...object, spec };
}

function runOf({ manifest, namespace, labels }: Pods, template: Fields, replicas: number): object {
  const { kind, metadata } = manifest.object;
  const name = `${kind.toLowerCase()}-${metadata.name}`;
  const own = { [RUN]: name };
  const running = {
    metadata: { labels: { ...labels, ...own } },
    spec: { ...mapping(template, 'spec'), restartPolicy: 'Always' },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { replicas, selector: { matchLabels: own }, template: running },
  };
}

function templateOf({ manifest }: Pods): Fields {
  return mapping(manifest.object, 'spec.template');
}

/** The PodSpec with the requests that its vertical scaler may raise it to. */
function raisedSpecOf(world: World, { manifest, namespace, spec }: Pods): Fields {
  const vertical = verticalScalersOf(world).get(identityOf(manifest));
  const defaults = containerDefaultsOf(world).get(namespace);
  const containers = mappings(spec, 'containers').map((container) => {
    const own = resourcesOf(container, defaults ?? { requests: {}, limits: {} });
    const { requests, limits } = raisedBy(vertical, text(container, 'name'), own);
    return { ...container, resources: { requests: quantitiesOf(requests), limits: quantitiesOf(limits) } };
  });
  return { ...spec, containers };
}

function quantitiesOf(amounts: Readonly<Record<string, number>>): object {
  return Object.fromEntries(
    Object.entries(amounts).map(([resource, amount]) => [
      resource,
      resource === 'cpu' ? cpuText(Math.round(amount * 1000)) : byteText(amount),
    ]),
  );
}
