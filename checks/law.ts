import type { Manifest } from '../synth/manifest';
import type { Fault } from '../values/fault';
import type { World } from './world';

/**
 * A statement that holds for every manifest of a cluster and its environments, whoever rendered them.
 *
 * A law reads plain manifests only, never the code that made them, so it judges foreign YAML as well: a field
 * that is missing or of the wrong type is never a reason to throw.
 */
export interface Law {
  /** States the law, in kebab case: `images-are-pinned`. */
  readonly id: string;
  /** The breaches; nothing when the law holds. */
  readonly judge: (world: World) => Iterable<Breach>;
}

export interface Breach {
  readonly manifest: Manifest;
  /** Which value, which bound, how to fix: see {@link Fault.message}. */
  readonly message: string;
}

export type { Fault };
