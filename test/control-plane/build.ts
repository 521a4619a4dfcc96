import { join } from 'node:path';
import { buildPart, type GoPart, type Report } from './go-part';

/** The module that pins etcd. */
export const ETCD: GoPart = {
  name: 'etcd',
  folder: join('test', 'control-plane', 'go', 'etcd'),
  module: 'go.etcd.io/etcd/server/v3',
  binaries: { etcd: 'data-frost/test/control-plane/etcd' },
};

/** The module that pins Kubernetes: the API server here, what else makes a cluster under `./cluster`. */
export const KUBERNETES: GoPart = {
  name: 'kube-apiserver',
  folder: join('test', 'control-plane', 'go', 'kubernetes'),
  module: 'k8s.io/kubernetes',
  binaries: { 'kube-apiserver': 'data-frost/test/control-plane/kubernetes' },
  // Without a version the API server calls itself v0.0.0 and clients take it for one of long ago.
  stamps: (version) => {
    const [major = '', minor = ''] = version.slice(1).split('.');
    const variable = 'k8s.io/component-base/version';
    return {
      [`${variable}.gitVersion`]: version,
      [`${variable}.gitMajor`]: major,
      [`${variable}.gitMinor`]: minor,
    };
  },
};

/** Where the programs of a control plane lie. */
export interface ControlPlanePrograms {
  readonly etcd: string;
  readonly kubernetes: { readonly 'kube-apiserver': string };
}

/** etcd and the API server, built from the Go modules that `go/` pins, or taken from the cache. */
export async function buildControlPlane(report: Report): Promise<ControlPlanePrograms> {
  const etcd = await buildPart(ETCD, report);
  const kubernetes = await buildPart(KUBERNETES, report);
  return {
    etcd: join(etcd, 'etcd'),
    kubernetes: { 'kube-apiserver': join(kubernetes, 'kube-apiserver') },
  };
}
