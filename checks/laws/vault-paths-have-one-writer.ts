import { describe, type Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { push } from '../readers/selectors';
import { shown } from '../readers/show';
import { type VaultAccess, vaultPathKey, vaultReadsOf, vaultWritesOf } from '../readers/vault';
import type { World } from '../world';

/**
 * Every path of a vault that is read has one origin, a PushSecret or a person, and each value that is read there is one
 * that the origin writes. Without one the Secret never comes; two PushSecrets read and write the whole path in turn, and
 * one loses what the other generated.
 */
export const vaultPathsHaveOneWriter: Law = {
  id: 'vault-paths-have-one-writer',
  *judge(world): Generator<Breach> {
    const byHand = enteredOf(world);
    const writers = new Map<string, VaultAccess[]>();
    for (const access of vaultWritesOf(world)) push(writers, access.key, access);
    for (const [key, accesses] of writers) yield* rivalsOf(key, accesses, byHand.has(key));
    for (const read of vaultReadsOf(world)) {
      const written = writers.get(read.key)?.map(({ properties }) => properties) ?? [];
      const entered = byHand.get(read.key);
      const message = readFault(read, entered === undefined ? written : [...written, entered]);
      if (message !== undefined) yield { manifest: read.manifest, message };
    }
  },
};

/** What a person enters, by path. */
function enteredOf({ surroundings }: World): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    surroundings.enteredPaths.map(({ server, mount, path, properties }) => [
      vaultPathKey(server, mount, path),
      new Set(properties),
    ]),
  );
}

function* rivalsOf(
  key: string,
  [first, ...others]: readonly VaultAccess[],
  isEntered: boolean,
): Generator<Breach> {
  if (first === undefined) return;
  const rivals: readonly Manifest[] = (isEntered ? [first, ...others] : others).map(
    ({ manifest }) => manifest,
  );
  const origin = isEntered ? 'a person' : describe(first.manifest);
  for (const manifest of rivals) {
    const message = `must not write '${key}', which ${origin} writes too; give it a path of its own`;
    yield { manifest, message };
  }
}

/** What is wrong with what is read from a path on which these sets of values are written. */
function readFault(
  { key, properties = new Set() }: VaultAccess,
  written: readonly (ReadonlySet<string> | undefined)[],
): string | undefined {
  if (written.length === 0)
    return `must read a path that something writes, got '${key}'; generate it by a PushSecret or list it among those that a person enters`;
  if (written.includes(undefined)) return undefined;
  const known = written.flatMap((set) => [...(set ?? [])]);
  const missing = [...properties].find((property) => !known.includes(property));
  if (missing === undefined) return undefined;
  return `must read a value of '${key}' that something writes, got ${shown(missing)}; use one of ${shown(known)}, or write it`;
}
