import type { Breach, Law } from '../law';
import { certificatesOf, isCovered, namesOf } from '../readers/certificates';
import { namespaceOf } from '../readers/namespaces';
import { PROBES } from '../readers/ports';
import { at, mappings, strings, text } from '../readers/read';
import { finds, selects } from '../readers/selectors';
import { serviceSelectorOf } from '../readers/service-selector';
import { calledContainer, shown } from '../readers/show';
import { nodeHostsOf, type VaultNodes, vaultsOf } from '../readers/vault-nodes';
import type { World } from '../world';

/** Variables in which a node says where it is found. */
const ADDRESSES = /^(BAO|VAULT)_(API_ADDR|CLUSTER_ADDR|REDIRECT_ADDR)$/;

/**
 * The certificate of a vault covers each of its nodes by the name under which the others ask it, and the kubelet, the nodes
 * among themselves and monitors ask by TLS: a node with a name that is missing joins nobody.
 */
export const vaultCertificatesCoverTheirNodes: Law = {
  id: 'vault-certificates-cover-their-nodes',
  *judge(world): Generator<Breach> {
    for (const vault of vaultsOf(world)) {
      if (!/tls_cert_file/.test(vault.text)) continue;
      for (const message of [...probeFaults(vault), ...addressFaults(vault)])
        yield { manifest: vault.manifest, message };
      yield* monitorFaults(vault, world);
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

/** Where a node says that the others and clients find it. */
function* addressFaults({ server }: VaultNodes): Generator<string> {
  for (const variable of mappings(server, 'env')) {
    const name = text(variable, 'name') ?? '';
    const value = text(variable, 'value') ?? '';
    if (!ADDRESSES.test(name) || value.startsWith('https://')) continue;
    yield `\`${name}\` of ${calledContainer(server)} must be an HTTPS URL, which is all that the listener speaks, got ${shown(value)}`;
  }
}

/** Monitors that ask the nodes in the clear. */
function* monitorFaults({ pods }: VaultNodes, world: World): Generator<Breach> {
  const services = world
    .ofKind('', 'Service')
    .filter((service) => namespaceOf(service) === pods.namespace)
    .filter(({ object }) => {
      const matchLabels = serviceSelectorOf(object);
      return Object.keys(matchLabels).length > 0 && finds({ matchLabels }, pods);
    });
  for (const manifest of world.ofKind('monitoring.coreos.com', 'ServiceMonitor')) {
    const selector = at(manifest.object, 'spec.selector');
    const asks =
      namespaceOf(manifest) === pods.namespace &&
      services.some(({ object }) => selects(selector, strings(object, 'metadata.labels')));
    if (!asks) continue;
    for (const [index, endpoint] of mappings(manifest.object, 'spec.endpoints').entries()) {
      const scheme = text(endpoint, 'scheme');
      if (scheme?.toLowerCase() === 'https') continue;
      const message = `\`endpoints[${index}].scheme\` must be https, which is all that the listener speaks, got ${shown(scheme)}`;
      yield { manifest, message };
    }
  }
}

function* nameFaults(vault: VaultNodes, world: World): Generator<Breach> {
  const { namespace, spec } = vault.pods;
  const secrets = mappings(spec, 'volumes').map((volume) => text(volume, 'secret.secretName') ?? '');
  for (const manifest of secrets.flatMap((secret) => certificatesOf(world, namespace, secret))) {
    const names = namesOf(manifest);
    const missing = nodeHostsOf(vault)
      .map((host) => `${host}.${namespace}.svc`)
      .find((host) => !names.some((name) => isCovered(host, name)));
    if (missing === undefined) continue;
    const message = `\`dnsNames\` must cover each node of the vault, got none for ${missing}; add '${missing.replace(/^[^.]*/, '*')}'`;
    yield { manifest, message };
  }
}
