import { type Fields, list, mapping, mappings, number, strings, text } from '../../../checks/readers/read';
import type { KubernetesObject } from '../../../synth/manifest';

/** Whether the Service sends to pods of this workload's template. */
export function isInFrontOf(service: KubernetesObject, workload: KubernetesObject): boolean {
  const selector = Object.entries(strings(service, 'spec.selector'));
  const labels = strings(workload, 'spec.template.metadata.labels');
  return (
    service.metadata.namespace === workload.metadata.namespace &&
    selector.length > 0 &&
    selector.every(([key, value]) => labels[key] === value)
  );
}

/**
 * The URL at which the pods of a workload say through a Service whether they are Ready.
 *
 * @returns undefined when the Service is not in front of them, or has no port of a container that is asked by HTTP
 */
export function readinessUrlOf(service: KubernetesObject, workload: KubernetesObject): string | undefined {
  if (!isInFrontOf(service, workload)) return undefined;
  const { name, namespace } = service.metadata;
  const [way] = mappings(workload, 'spec.template.spec.containers').flatMap((container) =>
    waysInto(service, container),
  );
  return way && `http://${name}.${namespace}.svc:${way}`;
}

/** Ports of the Service and path that lead to where the container's readiness is asked. */
function waysInto(service: unknown, container: Fields): readonly string[] {
  const probe = mapping(container, 'readinessProbe.httpGet');
  const named = mappings(container, 'ports').find((port) => port['name'] === probe['port']);
  const targets = [probe['port'], number(named, 'containerPort')];
  return list(service, 'spec.ports')
    .filter((port) => targets.includes((mapping(port)['targetPort'] as string) ?? number(port, 'port')))
    .map((port) => `${number(port, 'port')}${text(probe, 'path') ?? '/'}`);
}
