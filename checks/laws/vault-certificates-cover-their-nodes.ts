import type { Breach, Law } from '../law';
import { PROBES } from '../readers/ports';
import { list, mappings, text } from '../readers/read';
import { calledContainer, shown } from '../readers/show';
import { nodeHostsOf, type VaultNodes, vaultsOf } from '../readers/vault-nodes';
import type { World } from '../world';

/**
 * The certificate of a vault covers each of its nodes by the name under which the others ask it, and the kubelet asks by
 * TLS: a node with a name that is missing joins nobody.
 */
export const vaultCertificatesCoverTheirNodes: Law = {
  id: 'vault-certificates-cover-their-nodes',
  *judge(world): Generator<Breach> {
    for (const vault of vaultsOf(world)) {
      if (!/tls_cert_file/.test(vault.text)) continue;
      for (const message of probeFaults(vault)) yield { manifest: vault.manifest, message };
      yield* nameFaults(vault, world);
    }
  },
};

function* probeFaults({ server }: VaultNodes): Generator<string> {
  for (const probe of PROBES) {
    const scheme = text(server, `${probe}.httpGet.scheme`);
    if (text(server, `${probe}.httpGet.path`) === undefined || scheme === 'HTTPS') continue;
    yield `\`${probe}\` of ${calledContainer(server)} must ask by HTTPS, which is all that the listener speaks, got ${shown(scheme)}`;
  }
}

function* nameFaults(vault: VaultNodes, world: World): Generator<Breach> {
  const { namespace, spec } = vault.pods;
  const secrets = mappings(spec, 'volumes').map((volume) => text(volume, 'secret.secretName'));
  const certificates = world
    .ofKind('cert-manager.io', 'Certificate')
    .filter(({ object }) => object.metadata.namespace === namespace)
    .filter(({ object }) => secrets.includes(text(object, 'spec.secretName')));
  for (const manifest of certificates) {
    const names = list(manifest.object, 'spec.dnsNames').filter((name) => typeof name === 'string');
    const missing = nodeHostsOf(vault)
      .map((host) => `${host}.${namespace}.svc`)
      .find((host) => !names.some((name) => isCovered(host, name)));
    if (missing === undefined) continue;
    const message = `\`dnsNames\` must cover each node of the vault, got none for ${missing}; add '${missing.replace(/^[^.]*/, '*')}'`;
    yield { manifest, message };
  }
}

/** Whether a name of a certificate covers a host: `*` stands for one label. */
function isCovered(host: string, name: string): boolean {
  return name === host || (name.startsWith('*.') && name.slice(1) === host.replace(/^[^.]*/, ''));
}
