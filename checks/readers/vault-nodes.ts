import { groupOf, type Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { configMapsMountedBy } from './mounted-config-maps';
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
  /** ConfigMaps that the server and the containers before it read; authorities that somebody distributes are none. */
  readonly configMaps: readonly Manifest[];
  /** What stands in those that the server itself reads. */
  readonly text: string;
}

/** Every StatefulSet whose pods run the server of OpenBao or Vault. */
export const vaultsOf = once((world: World): readonly VaultNodes[] =>
  world.pods.flatMap((pods) => {
    const { manifest, spec } = pods;
    if (groupOf(manifest.object) !== 'apps' || manifest.object.kind !== 'StatefulSet') return [];
    const server = mappings(spec, 'containers').find(isServer);
    if (server === undefined) return [];
    const before = mappings(spec, 'initContainers').flatMap((container) =>
      configMapsMountedBy(container, pods, world),
    );
    const own = configMapsMountedBy(server, pods, world);
    return [{ pods, manifest, server, configMaps: [...new Set([...own, ...before])], text: textOf(own) }];
  }),
);

function isServer(container: Fields): boolean {
  const words = [...list(container, 'command'), ...list(container, 'args')];
  return ['bao', 'vault'].some((program) => words.includes(program)) && words.includes('server');
}

/** What stands in ConfigMaps, one after another. */
export function textOf(configMaps: readonly Manifest[]): string {
  return configMaps.flatMap(({ object }) => Object.values(strings(object, 'data'))).join('\n');
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
