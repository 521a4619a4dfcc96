import type { EnvironmentSpec } from './environment-spec';

export const production: EnvironmentSpec = {
  name: 'production',
  cluster: 'proxmox',
  domain: 'production.data-frost.example',
  timeZone: 'America/Sao_Paulo',
  priority: 100_000,
  registry: { repository: 'registry.example.com/data-frost', pullSecret: 'registry' },
  removal: 'keep-workloads',
  freezes: [{ schedule: '0 18 * * 5', durationHours: 62 }],
  objectStorage: {
    endpoint: 'https://storage.data-frost.example',
    region: 'main',
    bucket: 'data-frost',
    secret: 'object-storage',
    networks: ['10.20.1.10/32'],
  },
  vault: {
    replicas: 3,
    storage: '10Gi',
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    quota: { pods: 8, requestsCpu: '1', requestsMemory: '2Gi', limitsMemory: '4Gi', requestsStorage: '30Gi' },
    snapshots: { schedule: '45 1 * * *', keepDays: 60 },
    access: [
      { group: 'platform-operators', role: 'operator' },
      { group: 'model-developers', role: 'editor', applications: ['model-serving', 'batch-jobs'] },
    ],
  },
  keycloak: {
    replicas: 2,
    resources: { requests: { cpu: '250m', memory: '600Mi' }, limits: { memory: '1500Mi' } },
    quota: {
      pods: 10,
      requestsCpu: '2',
      requestsMemory: '4Gi',
      limitsMemory: '9Gi',
      requestsStorage: '30Gi',
    },
    database: {
      instances: 3,
      storage: '10Gi',
      resources: { requests: { cpu: '100m', memory: '384Mi' }, limits: { memory: '768Mi' } },
      backups: { schedule: '15 1 * * *', keepDays: 30 },
    },
    realm: {
      name: 'production',
      displayName: 'Data Frost',
      groups: [{ name: 'platform-operators' }, { name: 'model-developers' }],
    },
  },
  modelServing: {
    quota: { pods: 14, requestsCpu: '3', requestsMemory: '12Gi', limitsMemory: '16Gi' },
    models: [
      {
        name: 'iris',
        image: 'iris@sha256:eedbed5311abedbc8600967e44dc51f9950a77ba19c8ba44324ec2cb88fc61be',
        public: true,
        scaling: { kind: 'hpa', minReplicas: 2, maxReplicas: 4, targetCpuUtilizationPercentage: 70 },
        resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '1Gi' } },
        verticalScaling: { minMemory: '384Mi', maxMemory: '768Mi' },
      },
      {
        name: 'digits',
        image: 'digits@sha256:b660982fce1d9983f998cdde51e1d6bc45c4fff3f5c56bccab2c9dbd4f108dfd',
        public: true,
        access: 'sign-in',
        scaling: {
          kind: 'keda',
          minReplicas: 2,
          maxReplicas: 4,
          triggers: [
            { type: 'requests-in-progress', perReplica: 8 },
            {
              type: 'cron',
              start: '0 8 * * 1-5',
              end: '0 18 * * 1-5',
              timeZone: 'America/Sao_Paulo',
              desiredReplicas: 3,
            },
          ],
        },
        resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '1Gi' } },
      },
    ],
  },
  batchJobs: {
    quota: { pods: 4, requestsCpu: '2', requestsMemory: '2Gi', limitsMemory: '4Gi', requestsStorage: '10Gi' },
    jobs: [
      {
        name: 'iris-retraining',
        image: 'iris-batch@sha256:43a2933168cff71c0d27d7fd225f0fcc9797e9e8fdbd04e26304d487591be6ca',
        schedule: '30 3 * * *',
        command: ['python3', '-m', 'batch', 'retrain', '--output', '/models'],
        activeDeadlineSeconds: 3600,
        permanentFailureExitCodes: [3],
        resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '1Gi' } },
        volume: { path: '/models', size: '2Gi' },
      },
      {
        name: 'iris-scoring',
        image: 'iris-batch@sha256:43a2933168cff71c0d27d7fd225f0fcc9797e9e8fdbd04e26304d487591be6ca',
        schedule: '10 * * * *',
        command: ['python3', '-m', 'batch', 'score', '--output', '/scores'],
        activeDeadlineSeconds: 1800,
        permanentFailureExitCodes: [3],
        calls: [{ model: 'iris', variable: 'MODEL_URL' }],
        resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '512Mi' } },
        volume: { path: '/scores', size: '2Gi' },
      },
    ],
  },
};
