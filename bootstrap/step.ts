import type { BootstrapSecret } from '../environments/environment';

/** One step on the way from machines to everything Healthy; it needs only those above it. */
export interface Step {
  /** What is done, in the imperative. */
  readonly title: string;
  /** Why it stands here, for a person who would rather do it later. */
  readonly why: string;
  /** Commands for a shell with `kubectl`, in order; none where a person works outside of one. */
  readonly commands: readonly string[];
  /** What must be true on the cluster once it is done. */
  readonly checks: readonly Check[];
}

/** What can be asked of a cluster without changing it. */
export type Check =
  | { readonly kind: 'node'; readonly name: string; readonly labels: readonly string[] }
  | { readonly kind: 'namespace'; readonly name: string }
  | { readonly kind: 'secret'; readonly secret: BootstrapSecret }
  | { readonly kind: 'application'; readonly name: string; readonly namespace: string }
  | HostCheck
  | CorefileCheck;

/** A host name that must lead to these addresses and no other, as the machine that asks sees it. */
export interface HostCheck {
  readonly kind: 'host';
  readonly hostname: string;
  readonly addresses: readonly string[];
}

/** A Corefile that must have these lines, and no others that end like them. */
export interface CorefileCheck {
  readonly kind: 'corefile';
  readonly namespace: string;
  /** Name of the ConfigMap. */
  readonly name: string;
  readonly lines: readonly string[];
  /** How such a line ends. */
  readonly target: string;
}

/** What a check is called in a line of output. */
export function nameOf(check: Check): string {
  switch (check.kind) {
    case 'secret':
      return `secret ${check.secret.namespace}/${check.secret.name}`;
    case 'host':
      return `host ${check.hostname}`;
    case 'corefile':
      return `configmap ${check.namespace}/${check.name}`;
    default:
      return `${check.kind} ${check.name}`;
  }
}
