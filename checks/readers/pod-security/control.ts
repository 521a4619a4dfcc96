import { containersOf, type Pods } from '../pods';
import { at, type Fields } from '../read';
import { calledContainer, shown } from '../show';

/**
 * One control of the Pod Security Standards, as the admission plugin of Kubernetes 1.36 judges it: what is wrong
 * with the pods, one sentence a fault.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export type Control = (pods: Pods) => Iterable<string>;

/** Which values a field may have, as code and in words. */
export interface Bound {
  readonly allows: (value: unknown) => boolean;
  readonly words: string;
}

/** A field of every container that must not have a value out of bounds; one that is not set passes. */
export function everyContainer(path: string, bound: Bound): Control {
  return function* (pods) {
    for (const container of containersOf(pods)) {
      const value = at(container, path);
      if (isOutside(bound, value)) yield told(path, bound, calledContainer(container), value);
    }
  };
}

/** A field of `securityContext`, of the pod and of every container, that must not have a value out of bounds. */
export function everywhere(field: string, bound: Bound): Control {
  const path = `securityContext.${field}`;
  const containers = everyContainer(path, bound);
  return function* (pods) {
    const value = at(pods.spec, path);
    if (isOutside(bound, value)) yield told(path, bound, 'the pod', value);
    yield* containers(pods);
  };
}

/** A field of `securityContext` that the pod must set, or every container. */
export function everywhereSet(field: string, bound: Bound): Control {
  const path = `securityContext.${field}`;
  const explicit = everywhere(field, bound);
  return function* (pods) {
    yield* explicit(pods);
    if (isSet(at(pods.spec, path))) return;
    const without = containersOf(pods).filter((container) => !isSet(at(container, path)));
    if (without.length > 0) {
      yield `\`${path}\` of the pod must be ${bound.words}, got nothing there nor in ${without.map(calledContainer).join(', ')}`;
    }
  };
}

/** The control where pods run in the host's user namespace; a namespace of their own makes it pointless. */
export function unlessUserNamespace(control: Control): Control {
  return (pods) => (hasUserNamespace(pods.spec) ? [] : control(pods));
}

/** The control where pods run on Linux; the API server refuses its fields on Windows. */
export function onLinux(control: Control): Control {
  return (pods) => (isWindows(pods.spec) ? [] : control(pods));
}

/** Whether the pods have a user namespace of their own, in which root is nobody on the host. */
export function hasUserNamespace(spec: Fields): boolean {
  return spec['hostUsers'] === false;
}

export function isWindows(spec: Fields): boolean {
  return at(spec, 'os.name') === 'windows';
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isOutside(bound: Bound, value: unknown): boolean {
  return isSet(value) && !bound.allows(value);
}

function told(path: string, bound: Bound, owner: string, value: unknown): string {
  return `\`${path}\` of ${owner} must be ${bound.words}, got ${shown(value)}`;
}
