/** The sandbox of every pod, as containerd is configured. */
export const PAUSE_IMAGE = 'registry.k8s.io/pause:3.10.1';

/** The cluster's DNS server; the version that `go/coredns/go.mod` pins. */
export const COREDNS_IMAGE = 'registry.k8s.io/coredns/coredns:v1.13.1';

/**
 * The name under which containerd must know an image that a manifest calls `reference`: the whole one, without the tag
 * where there is a digest.
 */
export function runtimeReference(reference: string): string {
  const [name = '', digest] = reference.split('@');
  return digest === undefined ? name : `${repositoryOf(reference)}@${digest}`;
}

/** The reference without tag and digest: `registry.example.com/data-frost/iris`. */
export function repositoryOf(reference: string): string {
  const [name = ''] = reference.split('@');
  return name.replace(/:[^:/]*$/, '');
}
