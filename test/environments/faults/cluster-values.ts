import { label, type ValueFault } from './value-fault';

/** Values of a cluster that its schema refuses. */
export const clusterValues: readonly ValueFault[] = [
  ['proxmox.colour', 'red', 'proxmox: must not have `colour`; remove it or correct its name'],
  ['proxmox.network.mtu', 1500, 'proxmox: `network` must not have `mtu`; remove it or correct its name'],
  [
    'proxmox.nodes.worker-1.zone',
    'a',
    'proxmox/nodes/worker-1: must not have `zone`; remove it or correct its name',
  ],
  ['proxmox.platform', 'vsphere', "proxmox: `platform` must be 'proxmox', got 'vsphere'"],
  ['proxmox.platform', undefined, "proxmox: `platform` must be set to 'proxmox'"],
  [
    'proxmox.kubernetesVersion',
    '1.36.1',
    "proxmox: `kubernetesVersion` must be a minor version of Kubernetes, got '1.36.1'; use '1.36'",
  ],
  [
    'proxmox.kubernetesVersion',
    1.36,
    "proxmox: `kubernetesVersion` must be a minor version of Kubernetes, got 1.36; use '1.36'",
  ],
  [
    'proxmox.nodeNetwork',
    '10.20.0.1/24',
    "proxmox: `nodeNetwork` must be an IPv4 network whose host bits are zero, got '10.20.0.1/24'; use '10.20.0.0/24'",
  ],
  [
    'proxmox.virtualIp',
    '10.20.0.256',
    "proxmox: `virtualIp` must be an IPv4 address, got '10.20.0.256'; use '10.20.0.11'",
  ],
  ['proxmox.virtualIp', undefined, 'proxmox: `virtualIp` must be set to an IPv4 address'],
  ['proxmox.nodes', {}, 'proxmox: `nodes` must be a list, got {}'],
  [
    'proxmox.nodes.worker-1.name',
    'worker_1',
    `proxmox/nodes/worker_1: \`name\` must be ${label(63)}, got 'worker_1'; use 'iris'`,
  ],
  [
    'proxmox.nodes.worker-1.role',
    'infra',
    "proxmox/nodes/worker-1: `role` must be one of 'control-plane', 'worker', got 'infra'",
  ],
  [
    'proxmox.nodes.worker-1.cpu',
    '8',
    "proxmox/nodes/worker-1: `cpu` must be a whole number of virtual CPUs from 1 to 1024, got '8'",
  ],
  [
    'proxmox.nodes.worker-1.memory',
    '16GB',
    "proxmox/nodes/worker-1: `memory` must be bytes above 0 in Mi, Gi or Ti, got '16GB'; use '512Mi' or '16Gi'",
  ],
  [
    'proxmox.systemReserved.cpu',
    '500 m',
    "proxmox: `systemReserved.cpu` must be CPU above 0 in cores or thousandths of one, got '500 m'; use '500m' or '2'",
  ],
  [
    'proxmox.storageClasses.proxmox.default',
    1,
    'proxmox/storage-classes/proxmox: `default` must be true or false, got 1',
  ],
  [
    'proxmox.storageClasses.proxmox.pool',
    '',
    "proxmox/storage-classes/proxmox: `pool` must be the name of a storage pool, got ''; use 'local-lvm'",
  ],
  ['proxmox.hypervisor.port', 0, 'proxmox: `hypervisor.port` must be a whole number from 1 to 65535, got 0'],
  [
    'proxmox.administration.networks',
    ['10.30.0.1/24'],
    "proxmox: `administration.networks.0` must be an IPv4 network whose host bits are zero, got '10.30.0.1/24'; use '10.20.0.0/24'",
  ],
  [
    'proxmox.administration.networks',
    [],
    'proxmox: `administration.networks` must have at least one network; nobody else could administer Keycloak or the vault',
  ],
  [
    'proxmox.internalCa.signing',
    'The 2026',
    "proxmox: `internalCa.signing` must be a name of at most 20 lower-case letters, digits and hyphens, got 'The 2026'; use '2026'",
  ],
  [
    'proxmox.internalCa.authorities',
    [],
    'proxmox: `internalCa.authorities` must have at least one authority',
  ],
  [
    'proxmox.gatewayCertificates',
    {
      issuer: 'acme',
      server: 'http://acme.example.com/directory',
      email: 'platform@example.com',
      nameServer: '10.20.0.53',
      keyName: 'acme.example.com',
    },
    "proxmox: `gatewayCertificates.server` must be an https URL, got 'http://acme.example.com/directory'; use 'https://acme-v02.api.letsencrypt.org/directory'",
  ],
  [
    'proxmox.network.enforcesPolicies',
    undefined,
    'proxmox: `network.enforcesPolicies` must be set to true or false',
  ],
  [
    'proxmox.inClusterEntry',
    'hosts-file',
    "proxmox: `inClusterEntry` must be one of 'virtual-ip', 'gateway-service', got 'hosts-file'",
  ],
  [
    'proxmox.repository.url',
    'https://me:token@git.example.com/platform.git',
    "proxmox: `repository.url` must be an https or ssh URL of a git repository without credentials, got 'https://me:token@git.example.com/platform.git'; use 'https://git.example.com/team/platform.git'",
  ],
  ['proxmox.repository.revision', '', "proxmox: `repository.revision` must be a branch, got ''; use 'main'"],
];
