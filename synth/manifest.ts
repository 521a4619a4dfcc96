/**
 * A plain Kubernetes object, as it stands in a file of `dist/`.
 *
 * Fields below `metadata` are left unknown on purpose: laws also judge manifests that we did not write.
 */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [field: string]: unknown;
}

export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** One object and the place it was rendered for. */
export interface Manifest {
  /** Name of the cluster or of the environment: the first folder below `dist/`. */
  readonly tree: string;
  /** Name of the Argo CD application within the tree: the second folder below `dist/`. */
  readonly application: string;
  /** File below `dist/` that it shares with others; by default each object has one of its own. */
  readonly file?: string;
  readonly object: KubernetesObject;
}

/** API group of an object; the core group is the empty string. */
export function groupOf(object: Pick<KubernetesObject, 'apiVersion'>): string {
  const slash = object.apiVersion.indexOf('/');
  return slash < 0 ? '' : object.apiVersion.slice(0, slash);
}

/**
 * What a person calls a manifest in an error: `production/model-serving/Deployment/iris`, with the namespace
 * before the name where one is set and is not `<tree>-<application>`.
 */
export function describe({ tree, application, object }: Manifest): string {
  const { namespace, name } = object.metadata;
  const elsewhere = namespace !== undefined && namespace !== `${tree}-${application}`;
  return `${tree}/${application}/${object.kind}/${elsewhere ? `${namespace}/` : ''}${name}`;
}
