import type { PodSecurityLevel } from '../../constructs/application-namespace/props';
import type { Edge, Peer } from '../../constructs/network/props';
import type { Ipv4 } from '../../values/cidr';
import type { ByteQuantity, CpuQuantity } from '../../values/quantity';

/** Pods that a chart of others brings and that our manifests must name. */
export interface OperatorPods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A program of others that the cluster runs, or the kinds that it brings: one Argo CD Application with its own project. */
export interface Operator {
  /** Name of the Application after that of the cluster, and of the Helm release. */
  readonly name: string;
  readonly source: ChartSource | FolderSource;
  /** Where it runs; absent where it brings kinds alone. */
  readonly namespace?: OperatorNamespace;
  /** Further namespaces of its own, such as for the one part that needs its node. */
  readonly furtherNamespaces?: readonly OperatorNamespace[];
  /** Namespaces of others to which its chart adds objects, such as a RoleBinding. */
  readonly reachesInto?: readonly string[];
  /** Order among the cluster's applications. */
  readonly wave: number;
  /** Whether later waves and the environments wait until it is healthy. */
  readonly waitedFor: boolean;
  /** Whether what left its source is removed from the cluster. @default true */
  readonly prune?: boolean;
  /** Its pods by name: how many, what they take, and the ways to and from them. */
  readonly parts: Readonly<Record<string, OperatorPart>>;
  /** Ways between its parts, and to pods of other operators. */
  readonly edges?: readonly Edge[];
  /** API groups whose kinds it brings. */
  readonly brings: readonly string[];
  /**
   * Objects without a namespace, as `group/Kind` and their names; without names where nobody compared them with what the
   * chart renders.
   */
  readonly clusterKinds: Readonly<Record<string, readonly string[]>>;
  /** Kinds within its namespaces, as `group/Kind`; the core group is empty. */
  readonly namespacedKinds: readonly string[];
}

/** A Helm chart at a pinned version. */
export interface ChartSource {
  readonly kind: 'chart';
  /** URL of its repository, or host and folder of an OCI registry. */
  readonly repoURL: string;
  readonly chart: string;
  readonly version: string;
  /** Values that differ from the chart's own. */
  readonly values: object;
  /** Whether the definitions in the chart's `crds` folder are left out. @default false */
  readonly skipCrds?: boolean;
}

/** A folder of plain manifests in a git repository at a tag. */
export interface FolderSource {
  readonly kind: 'folder';
  readonly repoURL: string;
  readonly tag: string;
  readonly path: string;
}

/** A namespace that an operator brings. */
export interface OperatorNamespace {
  readonly name: string;
  /** What its pods may do to the node at most. @default 'restricted' */
  readonly podSecurity?: PodSecurityLevel;
  /** Whether it gets the certificates of the internal authorities. @default false */
  readonly internalCa?: boolean;
}

/** One sort of pod of an operator. */
export interface OperatorPart {
  /** Namespace of its pods. @default - the operator's */
  readonly namespace?: string;
  /** Labels that find its pods in their namespace, as the chart renders them. */
  readonly labels: Readonly<Record<string, string>>;
  /** How many run: a number, or one on each worker or each node. */
  readonly replicas: Replicas;
  /** What each container takes, as Kubernetes spells it; the same value goes into the chart's values. */
  readonly containers: Readonly<Record<string, ContainerResources>>;
  /** Volume of each pod. @default - none */
  readonly storage?: ByteQuantity;
  /** Whether its pods stand in the network of their node, where no policy holds. @default false */
  readonly hostNetwork?: boolean;
  /** Whether it calls the API server. @default true */
  readonly callsApiServer?: boolean;
  /** Ports that the API server calls: webhooks and aggregated APIs. @default - none */
  readonly calledAt?: readonly number[];
  /** Ports that Prometheus scrapes. @default - none */
  readonly scrapedAt?: readonly number[];
  /** Machines outside of the pod network that it calls. @default - none */
  readonly machines?: readonly Machines[];
  /** Ports of the world outside of the cluster that it calls, whose addresses nobody can list. @default - none */
  readonly outside?: readonly number[];
}

/** Machines that listen at one port. */
export interface Machines {
  /** What the policy's name calls them. */
  readonly name: string;
  readonly addresses: readonly Ipv4[];
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP';
}

/** A number of pods, or one on each node of a role. */
export type Replicas = number | 'every-worker' | 'every-node';

/** Requests and limits of one container. CPU has no limit: an idle neighbour's may be used. */
export interface ContainerResources {
  readonly requests: {
    readonly cpu: CpuQuantity;
    readonly memory: ByteQuantity;
    readonly 'ephemeral-storage': ByteQuantity;
  };
  readonly limits: { readonly memory: ByteQuantity; readonly 'ephemeral-storage': ByteQuantity };
}

/** Requests and the memory limit of a container; disk for logs and scratch files is the same for all. */
export function resourcesOf(
  cpu: CpuQuantity,
  memory: ByteQuantity,
  memoryLimit: ByteQuantity,
): ContainerResources {
  return {
    requests: { cpu, memory, 'ephemeral-storage': '256Mi' },
    limits: { memory: memoryLimit, 'ephemeral-storage': '1Gi' },
  };
}

/** A part of an operator as one end of an edge. */
export function peerOf(name: string, namespace: string, { labels }: Pick<OperatorPart, 'labels'>): Peer {
  return { namespace, name, labels };
}

/** Every part with its namespace and its name as an end of edges. */
export function partsOf(operator: Operator): readonly (OperatorPart & { readonly peer: Peer })[] {
  return Object.entries(operator.parts).map(([name, part]) => ({
    ...part,
    peer: peerOf(name, part.namespace ?? operator.namespace?.name ?? '', part),
  }));
}

/** Namespaces that an operator brings. */
export function namespacesOf({ namespace, furtherNamespaces = [] }: Operator): readonly OperatorNamespace[] {
  return [...(namespace === undefined ? [] : [namespace]), ...furtherNamespaces];
}

/** Objects that roles are made of, in most charts. */
export const RBAC_KINDS = [
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
] as const;

/** Kind of the definitions of custom resources. */
export const CRD = 'apiextensions.k8s.io/CustomResourceDefinition';

/** Names of definitions: plurals of one group. */
export function definitionsOf(group: string, plurals: readonly string[]): readonly string[] {
  return plurals.map((plural) => `${plural}.${group}`);
}
