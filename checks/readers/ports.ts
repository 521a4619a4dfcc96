import { once } from './once';
import { type Pods, runningContainersOf } from './pods';
import { type Fields, mappings, number, text } from './read';

/** A port on which a container says that it listens. */
export interface ContainerPort {
  readonly name: string | undefined;
  readonly port: number;
  /** `TCP`, `UDP` or `SCTP`. */
  readonly protocol: string;
}

/** The ports of all containers of a pod that run as long as it does. */
export const containerPortsOf = once((pods: Pods): readonly ContainerPort[] =>
  runningContainersOf(pods)
    .flatMap((container) => mappings(container, 'ports'))
    .flatMap((port) => {
      const value = number(port, 'containerPort');
      return value === undefined
        ? []
        : [{ name: text(port, 'name'), port: value, protocol: text(port, 'protocol') ?? 'TCP' }];
    }),
);

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

/** Probes of a container, in the order in which the kubelet begins with them. */
export const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;

/** Names of ports that probes of a container ask and that it does not have, once a name. */
export function portsProbedInVain(container: Fields): ReadonlySet<string> {
  const ports = mappings(container, 'ports').map((port) => text(port, 'name'));
  const asked = PROBES.flatMap((probe) =>
    ['httpGet.port', 'tcpSocket.port'].flatMap((path) => text(container[probe], path) ?? []),
  );
  return new Set(asked.filter((port) => !ports.includes(port)));
}
