import { describe, type Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { secretKey, secretProducersOf } from '../readers/secret-producers';
import { secretReferencesOf } from '../readers/secret-references';

/** How a message ends where nobody makes a Secret. */
const REMEDY = 'render an ExternalSecret or a Certificate for it, or list it among the bootstrap Secrets';

/**
 * Every Secret that is read has exactly one origin: an ExternalSecret, a Certificate, a database, or a person before
 * the first sync. Without one the pod waits for ever; two overwrite each other in turn.
 */
export const secretsHaveOneProducer: Law = {
  id: 'secrets-have-one-producer',
  *judge(world): Generator<Breach> {
    const producers = secretProducersOf(world);
    const byHand = new Set(
      world.surroundings.bootstrapSecrets.map(({ namespace, name }) => secretKey(namespace, name)),
    );
    for (const { manifest, namespace, name, field } of secretReferencesOf(world)) {
      const key = secretKey(namespace, name);
      if (producers.has(key) || byHand.has(key)) continue;
      yield {
        manifest,
        message: `${field} must name a Secret that something makes, got '${key}'; ${REMEDY}`,
      };
    }
    for (const [key, [first, ...others]] of producers) {
      if (first === undefined) continue;
      const rivals = byHand.has(key) ? [first, ...others] : others.filter((other) => !isSame(other, first));
      const origin = byHand.has(key) ? 'a person' : describe(first);
      for (const manifest of rivals) {
        const message = `must not make Secret '${key}', which ${origin} makes too; remove one of the two or rename its target`;
        yield { manifest, message };
      }
    }
  },
};

/** Two objects with one identity are another law's business. */
function isSame(one: Manifest, other: Manifest): boolean {
  return one.object.kind === other.object.kind && one.object.metadata.name === other.object.metadata.name;
}
