import { describe } from '../synth/manifest';
import type { Fault } from '../values/fault';
import type { Law } from './law';
import type { World } from './world';

/** Every breach of every law, as a fault with the law's id. */
export function judge(world: World, laws: readonly Law[]): readonly Fault[] {
  return laws.flatMap(({ id, judge }) =>
    [...judge(world)].map(({ manifest, message }) => ({ path: describe(manifest), message, law: id })),
  );
}
