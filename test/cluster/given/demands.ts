/** What a given cluster is found to be, before anything is changed in it. */
export interface GivenCluster {
  /** Address of its API server. */
  readonly server: string;
  /** Whether the kubeconfig's user may do everything. */
  readonly administrator: boolean;
  /** Nodes that take pods. */
  readonly workers: readonly string[];
  /** Name of the default StorageClass. */
  readonly defaultStorageClass: string | undefined;
  /** Names of the `CustomResourceDefinition`s, of the available `APIService`s and of the accepted `GatewayClass`es. */
  readonly served: readonly string[];
}

/** What the tree under test needs of a cluster. */
export interface Demands {
  /** Those of the objects that the proofs make, change and remove which are there already: somebody uses them. */
  readonly taken: readonly string[];
  /** What must be among `served`, each with what brings it. */
  readonly served: Readonly<Record<string, string>>;
  /** Nodes that take pods. */
  readonly workers: number;
}

/**
 * Demands that a given cluster meets all of this; the proofs change and break what they find in it.
 *
 * @throws Error with every fault
 */
export function demandGiven(found: GivenCluster, demands: Demands): void {
  const missing = Object.entries(demands.served).filter(([name]) => !found.served.includes(name));
  const faults = [
    ...(found.administrator ? [] : ['its user must be a cluster administrator']),
    ...demands.taken.map(
      (name) => `${name} must not be there: the proofs change it, break what is in it, and remove it`,
    ),
    ...missing.map(([name, maker]) => `${name} must be served; install ${maker}`),
    ...(found.defaultStorageClass === undefined ? ['it must have a default StorageClass'] : []),
    ...(found.workers.length >= demands.workers
      ? []
      : [`it must have ${demands.workers} nodes that take pods, got ${found.workers.length}`]),
  ];
  if (faults.length === 0) return;
  throw new Error(
    [
      `the cluster at ${found.server} that KUBECONFIG names cannot be proven on:`,
      ...faults.map((fault) => `- ${fault}`),
    ].join('\n'),
  );
}
