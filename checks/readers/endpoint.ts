import { labelsWantedBy } from './labels';
import type { OperatedPods } from './operated-pods';
import type { Pods } from './pods';
import type { PolicyPort } from './policies';
import { type ContainerPort, containerPort, containerPortsOf } from './ports';
import type { Labelled } from './selectors';

/** Pods at one end of an edge: those of a workload, or those of a chart as a selector describes them. */
export interface Endpoint extends Labelled {
  /** What its containers listen on; undefined for pods that nobody renders. */
  readonly ports: readonly ContainerPort[] | undefined;
  /** Its labels as keys of an index. */
  readonly keys: EndKeys;
}

/** Labels as keys of an index: of the pods that a policy is for, and of those that its peers select. */
export interface EndKeys {
  readonly own: readonly string[];
  readonly other: readonly string[];
}

/** The pods of a workload. */
export function endpointOf(pods: Pods): Endpoint {
  const { namespace, labels, wantedLabels } = pods;
  const keys = endKeysOf(labels, wantedLabels);
  return { namespace, labels, wantedLabels, ports: containerPortsOf(pods), keys };
}

/** Pods that an operator makes. */
export function operatedEndpointOf({ namespace, labels, ports }: OperatedPods): Endpoint {
  return { namespace, labels, ports, keys: endKeysOf(labels) };
}

/** The pods that a selector of a namespace describes and nobody renders. */
export function describedBy(selector: unknown, namespace: string): Endpoint {
  const labels = labelsWantedBy(selector);
  return { namespace, labels, ports: undefined, keys: endKeysOf(labels) };
}

/** Labels as keys of an index, for one end of an edge. */
export function keysOf(end: keyof EndKeys, labels: Endpoint['labels']): readonly string[] {
  return Object.entries(labels).map(([key, value]) => `${end} ${key}=${value}`);
}

function endKeysOf(labels: Endpoint['labels'], wantedLabels: Endpoint['labels'] = {}): EndKeys {
  const keys = (end: keyof EndKeys) => [...new Set([...keysOf(end, labels), ...keysOf(end, wantedLabels)])];
  return { own: keys('own'), other: keys('other') };
}

/** The number that a rule's port has at the server; a name that no container has stays as it is. */
export function portAt({ ports = [] }: Endpoint, port: PolicyPort): PolicyPort {
  if (typeof port.first === 'number') return port;
  const number = containerPort(ports, port.first, port.protocol)?.port;
  return number === undefined ? port : { ...port, first: number, last: number };
}

/** Whether a container listens on a port of a rule; true for pods that nobody renders. */
export function isListenedOn(server: Endpoint, port: PolicyPort): boolean {
  const { protocol, first, last } = portAt(server, port);
  return (
    server.ports === undefined ||
    server.ports.some(
      (own) => own.protocol === protocol && Number(first) <= own.port && own.port <= Number(last),
    )
  );
}
