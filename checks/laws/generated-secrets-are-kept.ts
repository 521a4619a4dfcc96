import type { Breach, Law } from '../law';
import { isMapping, mapping, mappings, text } from '../readers/read';
import { shown } from '../readers/show';
import { EXTERNAL_SECRETS } from '../readers/vault';

/**
 * A generated value is made once. A generator keeps nothing: an ExternalSecret on one makes a new value whenever it is
 * made anew, and a PushSecret overwrites the vault with one unless told to write only where there is none.
 * @see https://github.com/external-secrets/external-secrets/issues/6640
 */
export const generatedSecretsAreKept: Law = {
  id: 'generated-secrets-are-kept',
  *judge(world): Generator<Breach> {
    for (const manifest of world.ofKind(EXTERNAL_SECRETS, 'ExternalSecret')) {
      for (const list of ['data', 'dataFrom']) {
        for (const [index, entry] of mappings(manifest.object, `spec.${list}`).entries()) {
          if (!isMapping(mapping(entry, 'sourceRef')['generatorRef'])) continue;
          const message = `\`${list}[${index}]\` must not read a generator, which makes a new value each time; generate it into the vault by a PushSecret and read it from there`;
          yield { manifest, message };
        }
      }
    }
    for (const manifest of world.ofKind(EXTERNAL_SECRETS, 'PushSecret')) {
      if (!isMapping(mapping(manifest.object, 'spec.selector')['generatorRef'])) continue;
      for (const message of faultsOf(mapping(manifest.object, 'spec'))) yield { manifest, message };
    }
  },
};

function* faultsOf(spec: Readonly<Record<string, unknown>>): Generator<string> {
  const update = text(spec, 'updatePolicy');
  if (update !== 'IfNotExists') {
    yield `\`updatePolicy\` must be 'IfNotExists' for a generated value, got ${shown(update)}; it would be replaced at every refresh`;
  }
  const deletion = text(spec, 'deletionPolicy') ?? 'None';
  if (deletion !== 'None') {
    yield `\`deletionPolicy\` must be 'None' for a generated value, got ${shown(deletion)}; it and all its versions would go with the object`;
  }
  const entries = mappings(spec, 'data').length;
  if (entries > 1) {
    yield `\`data\` must have one entry for a generated value, got ${entries}, which would all get the same; use a generator and a path for each`;
  }
}
