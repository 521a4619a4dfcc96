import { type Pods, runningContainersOf } from './pods';
import { mappings, number, text } from './read';

/** A port on which a container says that it listens. */
export interface ContainerPort {
  readonly name: string | undefined;
  readonly port: number;
  /** `TCP`, `UDP` or `SCTP`. */
  readonly protocol: string;
}

/** The ports of all containers of a pod that run as long as it does. */
export function containerPortsOf(pods: Pods): ContainerPort[] {
  return runningContainersOf(pods)
    .flatMap((container) => mappings(container, 'ports'))
    .flatMap((port) => {
      const value = number(port, 'containerPort');
      return value === undefined
        ? []
        : [{ name: text(port, 'name'), port: value, protocol: text(port, 'protocol') ?? 'TCP' }];
    });
}

/** The port of a pod that a name or a number means, or undefined where no container has it. */
export function containerPort(
  ports: readonly ContainerPort[],
  wanted: unknown,
  protocol = 'TCP',
): ContainerPort | undefined {
  return ports.find(
    (port) => port.protocol === protocol && (port.port === wanted || (port.name ?? '') === wanted),
  );
}
