import type { Breach, Law } from '../law';
import { vaultsOf } from '../readers/vault-nodes';

/**
 * No vault reads the stanza that initialises it straight from a ConfigMap: a first node with a new volume would initialise
 * a second, empty vault beside the one that its peers serve. An init container that knows the volume hands it on; and it
 * leaves behind a seal that opens by itself, an audit device and a way to log in.
 * @see https://github.com/openbao/openbao/issues/3652
 */
export const vaultsInitialiseOnce: Law = {
  id: 'vaults-initialise-once',
  *judge(world): Generator<Breach> {
    for (const { manifest, text } of vaultsOf(world)) {
      if (!/^\s*initialize\s+"/m.test(text)) continue;
      yield {
        manifest,
        message:
          'the server must not read `initialize` from a ConfigMap: with a new volume it would begin anew; let an init container hand it on to the volume on which the vault began',
      };
    }
  },
};
