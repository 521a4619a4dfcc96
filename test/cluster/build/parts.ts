import { join } from 'node:path';
import { ETCD, KUBERNETES } from '../../control-plane/build';
import type { GoPart } from '../../control-plane/go-part';

/** Folder with the go.mod files of this harness: one a part, so that no part decides another's dependencies. */
const GO = join('test', 'cluster', 'go');

/** The controllers, the scheduler, a worker's programs and kubectl, from the module that pins the API server. */
const kubernetes: GoPart = {
  ...KUBERNETES,
  name: 'kubernetes',
  binaries: { cluster: 'data-frost/test/control-plane/kubernetes/cluster' },
  links: {
    'kube-controller-manager': 'cluster',
    'kube-proxy': 'cluster',
    'kube-scheduler': 'cluster',
    kubectl: 'cluster',
    kubelet: 'cluster',
  },
};

const CONTAINERD = 'github.com/containerd/containerd/v2';

/** Without the snapshotters that need headers or kernel modules of their own. */
const containerd: GoPart = {
  name: 'containerd',
  folder: join(GO, 'containerd'),
  module: CONTAINERD,
  binaries: {
    containerd: `${CONTAINERD}/cmd/containerd`,
    'containerd-shim-runc-v2': `${CONTAINERD}/cmd/containerd-shim-runc-v2`,
    ctr: `${CONTAINERD}/cmd/ctr`,
  },
  tags: ['no_btrfs', 'no_devmapper', 'no_zfs'],
  stamps: (version) => ({ [`${CONTAINERD}/version.Version`]: version }),
};

/** With seccomp, because Pod Security asks for it; its library is in C. */
const runc: GoPart = {
  name: 'runc',
  folder: join(GO, 'runc'),
  module: 'github.com/opencontainers/runc',
  binaries: { runc: 'github.com/opencontainers/runc' },
  tags: ['seccomp'],
  cgo: true,
};

const PLUGINS = 'github.com/containernetworking/plugins';

const cni: GoPart = {
  name: 'cni',
  folder: join(GO, 'cni'),
  module: PLUGINS,
  binaries: {
    'host-local': `${PLUGINS}/plugins/ipam/host-local`,
    loopback: `${PLUGINS}/plugins/main/loopback`,
    ptp: `${PLUGINS}/plugins/main/ptp`,
  },
};

/** The enforcer of NetworkPolicies. */
const networkPolicies: GoPart = {
  name: 'kube-network-policies',
  folder: join(GO, 'kube-network-policies'),
  module: 'sigs.k8s.io/kube-network-policies',
  binaries: {
    'kube-network-policies': 'sigs.k8s.io/kube-network-policies/cmd/kube-network-policies/standard',
  },
};

const coredns: GoPart = {
  name: 'coredns',
  folder: join(GO, 'coredns'),
  module: 'github.com/coredns/coredns',
  binaries: { coredns: 'data-frost/test/cluster/coredns' },
};

const ARGO_CD = 'github.com/argoproj/argo-cd/v3';

/** One binary that acts by its name. */
const argoCd: GoPart = {
  name: 'argo-cd',
  folder: join(GO, 'argo-cd'),
  module: ARGO_CD,
  binaries: { argocd: `${ARGO_CD}/cmd` },
  links: { 'argocd-application-controller': 'argocd', 'argocd-repo-server': 'argocd' },
  files: {
    // Without them no manifest is generated.
    'git-ask-pass.sh': 'hack/git-ask-pass.sh',
    'git-verify-wrapper.sh': 'hack/git-verify-wrapper.sh',
    'argocd-cm.yaml': 'manifests/base/config/argocd-cm.yaml',
    'argocd-cmd-params-cm.yaml': 'manifests/base/config/argocd-cmd-params-cm.yaml',
    'argocd-rbac-cm.yaml': 'manifests/base/config/argocd-rbac-cm.yaml',
    'argocd-secret.yaml': 'manifests/base/config/argocd-secret.yaml',
    'application-controller.yaml':
      'manifests/base/application-controller/argocd-application-controller-statefulset.yaml',
    'repo-server.yaml': 'manifests/base/repo-server/argocd-repo-server-deployment.yaml',
  },
  stamps: (version) => ({ [`${ARGO_CD}/common.version`]: version.slice(1) }),
};

/** What Argo CD renders charts with. */
const helm: GoPart = {
  name: 'helm',
  folder: join(GO, 'helm'),
  module: 'helm.sh/helm/v4',
  binaries: { helm: 'helm.sh/helm/v4/cmd/helm' },
  stamps: (version) => ({ 'helm.sh/helm/v4/internal/version.version': version }),
};

const METRICS_SERVER = 'sigs.k8s.io/metrics-server';

/** Measures nodes and pods. */
const metricsServer: GoPart = {
  name: 'metrics-server',
  folder: join(GO, 'metrics-server'),
  module: METRICS_SERVER,
  binaries: { 'metrics-server': `${METRICS_SERVER}/cmd/metrics-server` },
  files: { manifests: 'manifests/base' },
};

const TRAEFIK = 'github.com/traefik/traefik/v3';

/** 3.6, because a dependency of 3.7 is not served as a module. */
const traefik: GoPart = {
  name: 'traefik',
  folder: join(GO, 'traefik'),
  module: TRAEFIK,
  binaries: { traefik: `${TRAEFIK}/cmd/traefik` },
  files: {
    'rbac.yaml': 'docs/content/reference/dynamic-configuration/kubernetes-gateway-rbac.yml',
  },
  swaps: [
    {
      module: 'github.com/go-acme/lego/v4',
      files: { 'providers/dns/zz_gen_dns_providers.go': join(GO, 'traefik', 'dns', 'providers.go') },
    },
  ],
  stamps: (version) => ({ [`${TRAEFIK}/pkg/version.Version`]: version.slice(1) }),
};

/** The sandbox of every pod. */
const pause: GoPart = {
  name: 'pause',
  folder: join(GO, 'pause'),
  binaries: { pause: 'data-frost/test/cluster/pause' },
};

/** Stands in for the images that `dist/` names. */
const standIn: GoPart = {
  name: 'stand-in',
  folder: join('images', 'stand-in'),
  binaries: { 'stand-in': 'data-frost/images/stand-in' },
};

/** Everything that is built; the quick ones first. */
export const PARTS = {
  etcd: ETCD,
  apiServer: KUBERNETES,
  pause,
  standIn,
  runc,
  cni,
  containerd,
  networkPolicies,
  coredns,
  metricsServer,
  helm,
  kubernetes,
  argoCd,
  traefik,
} as const satisfies Readonly<Record<string, GoPart>>;
