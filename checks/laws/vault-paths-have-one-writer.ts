import { describe, type Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { push } from '../readers/selectors';
import { vaultPathKey, vaultReadsOf, vaultWritesOf } from '../readers/vault';

/**
 * Every path of a vault that is read has one origin: a PushSecret, or a person. Without one the Secret never comes; two
 * PushSecrets read and write the whole path in turn, and one loses what the other generated.
 */
export const vaultPathsHaveOneWriter: Law = {
  id: 'vault-paths-have-one-writer',
  *judge(world): Generator<Breach> {
    const byHand = new Set(
      world.surroundings.enteredPaths.map(({ server, mount, path }) => vaultPathKey(server, mount, path)),
    );
    const writers = new Map<string, Manifest[]>();
    for (const { manifest, key } of vaultWritesOf(world)) push(writers, key, manifest);
    for (const [key, [first, ...others]] of writers) {
      if (first === undefined) continue;
      const rivals = byHand.has(key) ? [first, ...others] : others;
      const origin = byHand.has(key) ? 'a person' : describe(first);
      for (const manifest of rivals) {
        const message = `must not write '${key}', which ${origin} writes too; give it a path of its own`;
        yield { manifest, message };
      }
    }
    for (const { manifest, key } of vaultReadsOf(world)) {
      if (writers.has(key) || byHand.has(key)) continue;
      yield {
        manifest,
        message: `must read a path that something writes, got '${key}'; generate it by a PushSecret or list it among those that a person enters`,
      };
    }
  },
};
