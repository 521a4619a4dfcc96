import { at, list, mappings, number, text } from '../../../checks/readers/read';
import { groupOf, type KubernetesObject } from '../../../synth/manifest';
import type { Cluster } from '../cluster';
import { conditionOf } from '../condition';
import { distObjects } from '../ground';
import { until } from '../session/until';

/** Where an object is: its namespace and its name. */
export type Place = readonly [namespace: string, name: string];

/** Where the objects of a kind are in `dist/`. @param group API group; empty for the core's */
export function places(kind: string, group: string): readonly Place[] {
  return distObjects
    .filter((object) => object.kind === kind && groupOf(object) === group)
    .map(({ metadata }) => [metadata.namespace ?? '', metadata.name]);
}

/** One object of `dist/`. @throws Error when it is not there */
export function objectOf(kind: string, [namespace, name]: Place): KubernetesObject {
  const found = distObjects.find(
    (object) =>
      object.kind === kind && object.metadata.namespace === namespace && object.metadata.name === name,
  );
  if (found === undefined) throw new Error(`dist/ must have ${kind}/${namespace}/${name}`);
  return found;
}

/**
 * Waits until a HorizontalPodAutoscaler is active, with a value for each of its metrics.
 *
 * @param value where that value is: `resource.current.averageUtilization`
 */
export async function untilScales(
  { client }: Cluster,
  [namespace, name]: Place,
  value: string,
): Promise<void> {
  const path = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${name}`;
  const look = async () => {
    const { body } = await client.send({ path });
    const measured = mappings(body, 'status.currentMetrics').filter(
      (metric) => number(metric, value) !== undefined || text(metric, value) !== undefined,
    );
    const metrics = list(body, 'spec.metrics').length;
    const active = conditionOf(body, 'ScalingActive') === 'True';
    return (active && metrics > 0 && measured.length === metrics) || JSON.stringify(at(body, 'status'));
  };
  // The first value is there when two measurements are, each as long as its interval.
  await until(`${namespace}/${name} scales by what is measured`, look, { seconds: 120 });
}
