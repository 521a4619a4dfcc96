import type { ClusterValues } from '../cluster-spec';
import type { Operator, OperatorPart } from './operator';
import { RBAC_KINDS, resourcesOf } from './operator';

/** Namespace of the storage driver. */
export const PROXMOX_CSI_NAMESPACE = 'csi-proxmox';

/** Secret with the hypervisor's address and a token for it, made before the first sync: volumes come before the vault. */
export const PROXMOX_CSI_SECRET = { name: 'proxmox-csi', key: 'config.yaml' } as const;

const instance = { 'app.kubernetes.io/name': 'proxmox-csi-plugin' } as const;

const small = resourcesOf('10m', '32Mi', '128Mi');

/**
 * Makes volumes of the hypervisor's storage pools. Its part on the nodes mounts file systems, so its namespace is
 * privileged.
 *
 * Roles have no names and keys are those of the values.yaml of chart 0.5.9: neither was compared with what it renders.
 * @see https://github.com/sergelogvinov/proxmox-csi-plugin/blob/main/docs/install.md
 */
export function proxmoxCsi({ hypervisor, storageClasses }: ClusterValues): Operator {
  const parts = {
    controller: {
      labels: { ...instance, 'app.kubernetes.io/component': 'controller' },
      replicas: 2,
      containers: {
        plugin: small,
        attacher: small,
        provisioner: small,
        resizer: small,
        livenessprobe: small,
      },
      machines: [{ name: 'hypervisor', addresses: hypervisor.addresses, port: hypervisor.port }],
    },
    node: {
      labels: { ...instance, 'app.kubernetes.io/component': 'node' },
      replicas: 'every-worker',
      containers: { plugin: small, driverRegistrar: small, livenessprobe: small },
    },
  } as const satisfies Readonly<Record<string, OperatorPart>>;
  return {
    name: 'proxmox-csi',
    source: {
      kind: 'chart',
      repoURL: 'ghcr.io/sergelogvinov/charts',
      chart: 'proxmox-csi-plugin',
      version: '0.5.9',
      values: valuesOf(parts, storageClasses),
    },
    namespace: { name: PROXMOX_CSI_NAMESPACE, podSecurity: 'privileged' },
    wave: 2,
    waitedFor: true,
    parts,
    brings: [],
    clusterKinds: {
      'rbac.authorization.k8s.io/ClusterRole': [],
      'rbac.authorization.k8s.io/ClusterRoleBinding': [],
      'storage.k8s.io/CSIDriver': ['csi.proxmox.sinextra.dev'],
      'storage.k8s.io/StorageClass': storageClasses.map(({ name }) => name),
    },
    namespacedKinds: ['/ServiceAccount', 'apps/DaemonSet', 'apps/Deployment', ...RBAC_KINDS],
  };
}

type Container = { readonly resources: object };

function valuesOf(
  { controller, node }: Readonly<Record<'controller' | 'node', OperatorPart>>,
  storageClasses: ClusterValues['storageClasses'],
): object {
  const { livenessprobe, ...sidecars } = containersOf(controller);
  const { livenessprobe: _, ...onNodes } = containersOf(node);
  return {
    replicaCount: controller.replicas,
    existingConfigSecret: PROXMOX_CSI_SECRET.name,
    existingConfigSecretKey: PROXMOX_CSI_SECRET.key,
    controller: sidecars,
    node: onNodes,
    livenessprobe,
    storageClass: storageClasses.map(({ name, pool, default: isDefault }) => ({
      name,
      storage: pool,
      // What a person deletes by mistake is still on the pool.
      reclaimPolicy: 'Retain',
      fstype: 'ext4',
      ...(isDefault && { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } }),
    })),
  };
}

function containersOf({ containers }: OperatorPart): Readonly<Record<string, Container>> {
  return Object.fromEntries(Object.entries(containers).map(([name, resources]) => [name, { resources }]));
}
