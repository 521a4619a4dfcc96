import type { SelectorLabels } from '../labels';

/** Pods at one end of an edge. */
export interface Peer {
  readonly namespace: string;
  /** Labels of the pods within the namespace. */
  readonly labels: SelectorLabels | Readonly<Record<string, string>>;
  /** What the policies' names call it: `iris`, `prometheus`. */
  readonly name: string;
}

/** One way that traffic may take, between two sorts of pods; everything that is not declared is shut. */
export interface Edge {
  readonly client: Peer;
  readonly server: Peer;
  /** TCP port of the server's pods, 1 to 65535. */
  readonly port: number;
}
