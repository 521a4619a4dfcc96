import type { PolicyPort } from './policies';
import { type ContainerPort, containerPort } from './ports';

/** Pods at one end of an edge: those of a workload, or those of a chart as a selector describes them. */
export interface Endpoint {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What its containers listen on; undefined for pods that nobody renders. */
  readonly ports: readonly ContainerPort[] | undefined;
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
