import { groupOf, type Manifest } from '../synth/manifest';
import { type Pods, podsOf } from './readers/pods';

/** What is true of a cluster and stands in no manifest of ours. */
export interface Surroundings {
  /** Namespaces that are there before the first sync or that somebody else makes: `kube-system`, `monitoring`. */
  readonly namespaces: readonly string[];
  /** Secrets that a person makes before the first sync. */
  readonly bootstrapSecrets: readonly NamespacedName[];
  /** Paths of vaults whose values a person enters. */
  readonly enteredPaths: readonly VaultPath[];
  /** Namespaces of programs that need their node, which no other may. */
  readonly privilegedNamespaces: readonly string[];
  /** API groups of the kinds that a chart, or a folder of another repository, brings. */
  readonly chartKinds: readonly ChartKinds[];
  /** Networks of the cluster: of its nodes, pods and Services. */
  readonly networks: readonly string[];
  /** StorageClasses that the cluster's storage driver brings. */
  readonly storageClasses: readonly string[];
  /** GatewayClasses that the gateway controller brings, and what each really applies. */
  readonly gatewayClasses: readonly GatewayClassFacts[];
}

/** Groups of the kinds that come from elsewhere. */
export interface ChartKinds {
  /** Name of the chart, or URL of the repository. */
  readonly source: string;
  readonly groups: readonly string[];
}

export interface NamespacedName {
  readonly namespace: string;
  readonly name: string;
}

/** Where a Secret's values lie in a vault. */
export interface VaultPath {
  /** URL of the vault, as its stores name it. */
  readonly server: string;
  readonly mount: string;
  /** Path within the mount. */
  readonly path: string;
  /** Names of the values that lie there. */
  readonly properties: readonly string[];
}

export interface GatewayClassFacts {
  readonly name: string;
  /** `GatewayClass.status.supportedFeatures` of the pinned controller. */
  readonly supportedFeatures: readonly string[];
}

/** Everything that will be in one cluster, indexed: its own tree and those of the environments it hosts. */
export class World {
  /** Every workload with a pod template, in the order of the manifests. */
  readonly pods: readonly Pods[];
  private readonly byKind = new Map<string, Manifest[]>();
  private readonly byIdentity = new Map<string, Manifest>();

  constructor(
    readonly manifests: readonly Manifest[],
    readonly surroundings: Surroundings,
  ) {
    for (const manifest of manifests) {
      const { kind, metadata } = manifest.object;
      const key = kindKey(groupOf(manifest.object), kind);
      const sameKind = this.byKind.get(key);
      if (sameKind === undefined) this.byKind.set(key, [manifest]);
      else sameKind.push(manifest);
      this.byIdentity.set(`${key}/${metadata.namespace ?? ''}/${metadata.name}`, manifest);
    }
    this.pods = manifests.flatMap(podsOf);
  }

  /** All objects of a kind; `group` is empty for the core group. */
  ofKind(group: string, kind: string): readonly Manifest[] {
    return this.byKind.get(kindKey(group, kind)) ?? [];
  }

  /** The object of that identity; leave `namespace` undefined for a cluster-scoped kind. */
  find(group: string, kind: string, namespace: string | undefined, name: string): Manifest | undefined {
    return this.byIdentity.get(`${kindKey(group, kind)}/${namespace ?? ''}/${name}`);
  }
}

function kindKey(group: string, kind: string): string {
  return `${group}/${kind}`;
}
