import { digestOf } from '../../values/digest';
import type { Breach, Law } from '../law';
import { strings } from '../readers/read';
import { vaultsOf } from '../readers/vault-nodes';

/**
 * A vault is made anew when anything changes that its server or a container before it reads from a ConfigMap: the
 * ConfigMap's name holds a digest of its data, or an annotation `checksum/…` of the template is that digest. Without
 * either, nodes run on with what they once read.
 * @see https://github.com/hashicorp/vault-helm/issues/748
 */
export const vaultConfigurationsRoll: Law = {
  id: 'vault-configurations-roll',
  *judge(world): Generator<Breach> {
    for (const { pods, configMaps } of vaultsOf(world)) {
      const checksums = Object.entries(pods.annotations)
        .filter(([key]) => key.startsWith('checksum/'))
        .map(([, value]) => value);
      for (const manifest of configMaps) {
        const { name } = manifest.object.metadata;
        const digest = digestOf(strings(manifest.object, 'data'));
        if (name.endsWith(`-${digest}`) || checksums.includes(digest)) continue;
        const message = `\`metadata.name\` must end in the digest of its data, got '${name}'; use '${name.replace(/-[0-9a-f]{10}$/, '')}-${digest}', or annotate the template with 'checksum/<file>: ${digest}'`;
        yield { manifest, message };
      }
    }
  },
};
