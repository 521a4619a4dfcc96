import { inventory } from '../../environments/inventory';
import type { Inventory } from '../../environments/resolve';
import { changed } from './change';

const resources = { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } };

const vault = {
  replicas: 1,
  storage: '1Gi',
  resources,
  quota: { pods: 6, requestsCpu: '1', requestsMemory: '1Gi', limitsMemory: '2Gi', requestsStorage: '1Gi' },
  snapshots: { schedule: '45 1 * * *', keepDays: 7 },
};

const objectStorage = {
  endpoint: 'https://s3.example.com',
  region: 'eu-central-1',
  bucket: 'backups',
  secret: 'object-storage',
  networks: ['10.30.0.0/24'],
};

/** Messages that a model scales on, from a broker whose address is a secret. */
const scaling = {
  kind: 'keda',
  minReplicas: 1,
  maxReplicas: 2,
  triggers: [
    {
      type: 'rabbitmq',
      queueName: 'images',
      messagesPerReplica: 10,
      host: { secret: 'broker', key: 'uri' },
    },
  ],
};

/** The real inventory, where staging has a vault and open models: one reads a broker's address, and a job two files. */
export const withVault: Inventory = [
  ['staging.objectStorage', objectStorage],
  ['staging.vault', vault],
  ['staging.modelServing.models.digits.scaling', scaling],
  ['staging.modelServing.models.digits.access', 'open'],
  ['staging.batchJobs.jobs.iris-scoring.secrets', [{ secret: 'warehouse', keys: ['user', 'password'] }]],
].reduce<Inventory>((of, [path, value]) => changed(String(path), value, of), inventory);
