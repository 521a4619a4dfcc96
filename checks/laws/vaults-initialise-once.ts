import type { Breach, Law } from '../law';
import { configMapsMountedBy } from '../readers/mounted-config-maps';
import type { Pods } from '../readers/pods';
import { type Fields, mappings, text } from '../readers/read';
import { calledContainer, shown } from '../readers/show';
import { textOf, type VaultNodes, vaultsOf } from '../readers/vault-nodes';
import type { World } from '../world';

const STANZA = /^\s*initialize\s+"/m;

/** Seals that open without a person, without which self-initialisation is refused. */
const OPENING = ['static', 'transit', 'kmip'];

/**
 * A vault begins once, and is usable then. Its server never reads the stanza that initialises it straight from a ConfigMap:
 * a first node with a new volume would begin a second, empty vault beside the one that its peers serve. A container before
 * it may hand the stanza on if it sees the volume of the data and may ask the API server where the vault began; whether its
 * program does so, no manifest says. What is begun has a seal that opens by itself, an audit device and a way to log in,
 * since self-initialisation gives away neither a root token nor recovery keys.
 * @see https://github.com/openbao/openbao/issues/3652
 * @see https://openbao.org/docs/configuration/self-init/
 */
export const vaultsInitialiseOnce: Law = {
  id: 'vaults-initialise-once',
  *judge(world): Generator<Breach> {
    for (const vault of vaultsOf(world)) {
      for (const message of faultsOf(vault, world)) yield { manifest: vault.manifest, message };
    }
  },
};

function* faultsOf(vault: VaultNodes, world: World): Generator<string> {
  const { pods } = vault;
  if (STANZA.test(vault.text))
    yield 'the server must not read `initialize` from a ConfigMap: with a new volume it would begin anew; let an init container hand it on to the volume on which the vault began';
  for (const container of mappings(pods.spec, 'initContainers')) {
    if (!STANZA.test(textOf(configMapsMountedBy(container, pods, world)))) continue;
    const blind = blindnessOf(container, pods);
    if (blind !== undefined)
      yield `${calledContainer(container)}, which holds \`initialize\`, must mount ${blind}, got none; without a look it hands the stanza on with a new volume, too`;
  }
  const stanzas = vault.configMaps.map((configMap) => textOf([configMap])).filter((one) => STANZA.test(one));
  if (stanzas.length > 0) yield* usabilityFaults(vault.text, stanzas.join('\n'));
}

/** What a container lacks to tell a new volume from the one on which the vault began. */
function blindnessOf(container: Fields, { manifest, spec }: Pods): string | undefined {
  const mounted = mappings(container, 'volumeMounts').map((mount) => text(mount, 'name'));
  const claims = mappings(manifest.object, 'spec.volumeClaimTemplates').map((claim) =>
    text(claim, 'metadata.name'),
  );
  if (!mounted.some((name) => name !== undefined && claims.includes(name)))
    return 'the claim of the data, to see whether a vault is on it';
  const asks = mappings(spec, 'volumes')
    .filter((volume) => mappings(volume, 'projected.sources').some((source) => isToken(source)))
    .some((volume) => mounted.includes(text(volume, 'name')));
  return asks ? undefined : 'a token of the API server, to ask on which claim the vault began';
}

function isToken(source: Fields): boolean {
  return text(source, 'serviceAccountToken.path') !== undefined;
}

/** What a vault lacks that begins with these stanzas beside this configuration. */
function* usabilityFaults(text: string, stanzas: string): Generator<string> {
  const seals = [...text.matchAll(/^\s*seal\s+"([^"]*)"/gm)].map(([, seal = '']) => seal);
  if (!seals.some((seal) => OPENING.includes(seal)))
    yield `\`seal\` must be one that opens by itself (${OPENING.join(', ')}) where the vault initialises itself, got ${shown(seals[0])}`;
  const paths = [...stanzas.matchAll(/^\s*path\s*=\s*"([^"]*)"/gm)].map(([, path = '']) => path);
  if (!/^\s*audit\s+"/m.test(text) && !paths.some((path) => path.startsWith('sys/audit/')))
    yield '`audit` must name a device where the vault initialises itself, got none; nobody could say who did what';
  const methods = paths.flatMap((path) => /^sys\/auth\/(.+)$/.exec(path)?.[1] ?? []);
  const usable = methods.some((method) => paths.some((path) => isIdentity(path, method)));
  if (!usable)
    yield `\`initialize\` must make a method to log in by and somebody who may, got ${shown(paths)}; the root token is gone once it ends`;
}

/** Whether a path is that of a role or a user of a method: `auth/kubernetes/role/vault-reconcile`. */
function isIdentity(path: string, method: string): boolean {
  const prefix = `auth/${method}/`;
  return path.startsWith(prefix) && path.slice(prefix.length).split('/').length >= 2;
}
