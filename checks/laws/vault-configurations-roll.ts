import { digestOf } from '../../values/digest';
import type { Breach, Law } from '../law';
import { strings } from '../readers/read';
import { vaultsOf } from '../readers/vault-nodes';

/**
 * A vault whose configuration changes is made anew: the name of its ConfigMap holds a digest of what stands in it, or its
 * template an annotation `checksum/…`. Without either, nodes run on with what they once read.
 * @see https://github.com/hashicorp/vault-helm/issues/748
 */
export const vaultConfigurationsRoll: Law = {
  id: 'vault-configurations-roll',
  *judge(world): Generator<Breach> {
    for (const { pods, configurations } of vaultsOf(world)) {
      if (Object.keys(pods.annotations).some((key) => key.startsWith('checksum/'))) continue;
      for (const manifest of configurations) {
        const { name } = manifest.object.metadata;
        const digest = digestOf(strings(manifest.object, 'data'));
        if (name.endsWith(`-${digest}`)) continue;
        const message = `\`metadata.name\` must end in the digest of its data, got '${name}'; use '${name.replace(/-[0-9a-f]{10}$/, '')}-${digest}', or annotate the template with a checksum`;
        yield { manifest, message };
      }
    }
  },
};
