import type { Breach, Law } from '../law';
import { shown } from '../readers/show';
import { nodeHostsOf, type VaultNodes, vaultsOf } from '../readers/vault-nodes';

const SIZES = [1, 3, 5, 7];

/** Seals that are built into OpenBao 2.7; those of clouds are plugins since. */
const SEALS = ['shamir', 'static', 'transit', 'kmip'];

/**
 * The nodes of a vault vote in an odd number, each asks every other one to be let in, and what they are configured with
 * is something that the pinned version has.
 * @see https://openbao.org/docs/configuration/storage/raft/
 */
export const vaultNodesFindEachOther: Law = {
  id: 'vault-nodes-find-each-other',
  *judge(world): Generator<Breach> {
    for (const vault of vaultsOf(world)) {
      for (const message of faultsOf(vault)) yield { manifest: vault.manifest, message };
    }
  },
};

function* faultsOf(vault: VaultNodes): Generator<string> {
  const { text } = vault;
  if (/^\s*storage\s+"file"/m.test(text)) {
    yield 'the configuration must not hold `storage "file"`, which OpenBao 2.7 does not have any more; use "raft"';
  }
  for (const [, seal = ''] of text.matchAll(/^\s*seal\s+"([^"]*)"/gm)) {
    if (SEALS.includes(seal)) continue;
    yield `\`seal\` must be one that is built in (${SEALS.join(', ')}), got ${shown(seal)}; a cloud's needs its plugin`;
  }
  if (!/^\s*storage\s+"raft"/m.test(text)) return;
  const hosts = nodeHostsOf(vault);
  if (!SIZES.includes(hosts.length)) {
    yield `\`replicas\` must be 1, 3, 5 or 7 for a vault with integrated storage, got ${hosts.length}`;
    return;
  }
  const asked = [...text.matchAll(/leader_api_addr\s*=\s*"([^"]*)"/g)].map(([, address = '']) => address);
  const missing = hosts.filter((host) => !asked.some((address) => isOf(host, address)));
  const foreign = asked.filter((address) => !hosts.some((host) => isOf(host, address)));
  if (missing.length === 0 && foreign.length === 0 && asked.length === hosts.length) return;
  yield `\`retry_join\` must name each of the ${hosts.length} nodes once (${hosts.join(', ')}), got ${shown(asked.map(hostOf))}; write one a replica`;
}

function isOf(host: string, address: string): boolean {
  const found = hostOf(address);
  return found === host || found.startsWith(`${host}.`);
}

/** `https://openbao-0.openbao-internal:8200` → `openbao-0.openbao-internal` */
function hostOf(address: string): string {
  return address.replace(/^\w+:\/\//, '').replace(/[:/].*$/, '');
}
