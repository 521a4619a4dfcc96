import type { ClusterSpec } from '../../environments/cluster-spec';
import type { EnvironmentSpec } from '../../environments/environment-spec';
import type { Inventory } from '../../environments/resolve';

/** Network of the machines of the bench, which is nobody else's. */
const node = (suffix: number) => `10.30.0.${suffix}` as const;

const worker = (number: number) =>
  ({
    name: `worker-${number}`,
    role: 'worker',
    address: node(20 + number),
    host: `bench-${number}`,
    cpu: 2,
    memory: '8Gi',
    disk: '100Gi',
  }) as const;

/** A cluster that fits the machine of whoever runs the proofs: one control plane, three workers, each a host of its own. */
export const bench: ClusterSpec = {
  name: 'bench',
  platform: 'proxmox',
  kubernetesVersion: '1.36',
  nodeNetwork: '10.30.0.0/24',
  nodes: [
    {
      name: 'control-plane-1',
      role: 'control-plane',
      address: node(11),
      host: 'bench-1',
      cpu: 2,
      memory: '4Gi',
      disk: '40Gi',
    },
    worker(1),
    worker(2),
    worker(3),
  ],
  balancers: [
    { name: 'balancer-1', address: node(31), host: 'bench-1', cpu: 1, memory: '1Gi', disk: '10Gi' },
    { name: 'balancer-2', address: node(32), host: 'bench-2', cpu: 1, memory: '1Gi', disk: '10Gi' },
  ],
  virtualIp: node(10),
  systemReserved: { cpu: '100m', memory: '1Gi', ephemeralStorage: '10Gi' },
  storageClasses: [{ name: 'bench', default: true, pool: 'none' }],
  // Nobody answers there: the harness makes the volumes.
  hypervisor: { addresses: [node(1)] },
  network: {
    plugin: 'ptp',
    enforcesPolicies: true,
    podCidr: '10.245.0.0/16',
    serviceCidr: '10.97.0.0/16',
    dns: { address: '10.97.0.10' },
  },
  administration: {
    networks: ['10.30.1.0/24'],
    argoCd: [{ group: 'platform-operators', role: 'admin' }],
  },
  internalCa: { authorities: ['2026'], signing: '2026' },
  gatewayCertificates: { issuer: 'internal-ca' },
  inClusterEntry: 'gateway-service',
  platformEnvironment: 'trial',
  repository: { url: 'https://git.bench.example/data-frost/platform.git', revision: 'main' },
};

/** The model that people sign in to. */
export const guarded = {
  name: 'digits',
  image: 'digits@sha256:b660982fce1d9983f998cdde51e1d6bc45c4fff3f5c56bccab2c9dbd4f108dfd',
  public: true,
  access: 'sign-in',
  scaling: { kind: 'fixed', replicas: 1 },
  resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { memory: '128Mi' } },
} as const;

/** Production's shape, with requests that the bench has room for. */
export const trial: EnvironmentSpec = {
  name: 'trial',
  cluster: 'bench',
  domain: 'trial.bench.example',
  timeZone: 'America/Sao_Paulo',
  priority: 100_000,
  registry: { repository: 'registry.bench.example/data-frost', pullSecret: 'registry' },
  removal: 'keep-workloads',
  objectStorage: {
    endpoint: 'http://10.30.0.40:9000',
    region: 'bench',
    bucket: 'bench',
    secret: 'object-storage',
    networks: ['10.30.0.40/32'],
  },
  vault: {
    replicas: 3,
    storage: '256Mi',
    resources: { requests: { cpu: '50m', memory: '96Mi' }, limits: { memory: '512Mi' } },
    quota: { pods: 8, requestsCpu: '1', requestsMemory: '1Gi', limitsMemory: '4Gi', requestsStorage: '1Gi' },
    snapshots: { schedule: '45 1 * * *', keepDays: 7 },
    access: [
      { group: 'platform-operators', role: 'operator' },
      { group: 'onlookers', role: 'viewer' },
    ],
  },
  keycloak: {
    replicas: 2,
    resources: { requests: { cpu: '100m', memory: '600Mi' }, limits: { memory: '1500Mi' } },
    quota: { pods: 10, requestsCpu: '2', requestsMemory: '4Gi', limitsMemory: '9Gi', requestsStorage: '6Gi' },
    database: {
      instances: 3,
      storage: '1Gi',
      resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '768Mi' } },
      backups: { schedule: '15 1 * * *', keepDays: 7 },
    },
    realm: {
      name: 'trial',
      displayName: 'Trial',
      groups: [{ name: 'platform-operators' }, { name: 'onlookers' }],
    },
  },
  modelServing: {
    quota: { pods: 12, requestsCpu: '1', requestsMemory: '1Gi', limitsMemory: '2Gi' },
    models: [
      {
        name: 'iris',
        image: 'iris@sha256:eedbed5311abedbc8600967e44dc51f9950a77ba19c8ba44324ec2cb88fc61be',
        public: true,
        scaling: { kind: 'fixed', replicas: 1 },
        resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { memory: '128Mi' } },
      },
      guarded,
    ],
  },
  batchJobs: {
    quota: {
      pods: 2,
      requestsCpu: '500m',
      requestsMemory: '512Mi',
      limitsMemory: '1Gi',
      requestsStorage: '1Gi',
    },
    jobs: [
      {
        name: 'iris-scoring',
        image: 'iris-batch@sha256:43a2933168cff71c0d27d7fd225f0fcc9797e9e8fdbd04e26304d487591be6ca',
        schedule: '10 * * * *',
        command: ['python3', '-m', 'batch', 'score', '--output', '/scores'],
        activeDeadlineSeconds: 1800,
        calls: [{ model: 'iris', variable: 'MODEL_URL' }],
        resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { memory: '128Mi' } },
        volume: { path: '/scores', size: '100Mi' },
      },
    ],
  },
};

/** What `npm run test:identity` proves. */
export const inventory: Inventory = { clusters: [bench], environments: [trial] };

/** What recovery changes in literals. */
export interface RecoveryLiterals {
  /** Which database of its name the environment's is, and the archive that it was made from. */
  readonly database: Pick<KeycloakLiteral['database'], 'generation' | 'restoredFrom'>;
  /** The authorities within the cluster, and the one that signs. */
  readonly internalCa: ClusterSpec['internalCa'];
  /** Which key seals the vault, and the one before it. */
  readonly seal: VaultLiteral['seal'];
}

/** The same with what a person writes into it to bring something back. */
export function recoveringInventory({ database, internalCa, seal }: RecoveryLiterals): Inventory {
  const { keycloak, vault } = trial;
  if (keycloak === undefined || vault === undefined)
    throw new Error('the bench must have a Keycloak and a vault');
  const changed = {
    keycloak: { ...keycloak, database: { ...keycloak.database, ...database } },
    vault: { ...vault, ...(seal !== undefined && { seal }) },
  };
  return { clusters: [{ ...bench, internalCa }], environments: [{ ...trial, ...changed }] };
}

type KeycloakLiteral = NonNullable<EnvironmentSpec['keycloak']>;

type VaultLiteral = NonNullable<EnvironmentSpec['vault']>;
