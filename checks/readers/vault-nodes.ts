import { groupOf, type Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { once } from './once';
import type { Pods } from './pods';
import { type Fields, list, mappings, number, strings, text } from './read';

/** Port of a vault's nodes among themselves. */
export const VAULT_CLUSTER_PORT = 8201;

/** The nodes of one vault with integrated storage, and the server's container among theirs. */
export interface VaultNodes {
  readonly pods: Pods;
  readonly manifest: Manifest;
  readonly server: Fields;
  /** ConfigMaps that the server reads as its configuration. */
  readonly configurations: readonly Manifest[];
  /** What stands in them. */
  readonly text: string;
}

/** Every StatefulSet whose pods run the server of OpenBao or Vault. */
export const vaultsOf = once((world: World): readonly VaultNodes[] =>
  world.pods.flatMap((pods) => {
    const { manifest, spec } = pods;
    if (groupOf(manifest.object) !== 'apps' || manifest.object.kind !== 'StatefulSet') return [];
    const server = mappings(spec, 'containers').find(isServer);
    if (server === undefined) return [];
    const configurations = configMapsOf(server, pods, world);
    const text = configurations.flatMap(({ object }) => Object.values(strings(object, 'data'))).join('\n');
    return [{ pods, manifest, server, configurations, text }];
  }),
);

function isServer(container: Fields): boolean {
  const words = [...list(container, 'command'), ...list(container, 'args')];
  return ['bao', 'vault'].some((program) => words.includes(program)) && words.includes('server');
}

/** ConfigMaps that the server's container mounts and that hold HCL; authorities are none. */
function configMapsOf(server: Fields, { namespace, spec }: Pods, world: World): readonly Manifest[] {
  const mounted = mappings(server, 'volumeMounts').map((mount) => text(mount, 'name'));
  return mappings(spec, 'volumes')
    .filter((volume) => mounted.includes(text(volume, 'name')))
    .flatMap((volume) => text(volume, 'configMap.name') ?? [])
    .flatMap((name) => world.find('', 'ConfigMap', namespace, name) ?? [])
    .filter(({ object }) => Object.keys(strings(object, 'data')).some((key) => key.endsWith('.hcl')));
}

/** Host names of the nodes below the headless Service: `openbao-0.openbao-internal`. */
export function nodeHostsOf({ manifest: { object } }: VaultNodes): readonly string[] {
  const replicas = replicasOf(object);
  const service = text(object, 'spec.serviceName') ?? '';
  return Array.from({ length: replicas }, (_, ordinal) => `${object.metadata.name}-${ordinal}.${service}`);
}

/** Replicas of a StatefulSet; more than a vault can have are as good as none. */
function replicasOf(object: unknown): number {
  const replicas = number(object, 'spec.replicas') ?? 1;
  return Number.isInteger(replicas) && replicas >= 0 && replicas < 100 ? replicas : 0;
}
