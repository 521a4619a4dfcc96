import type { VaultProps } from '../../../constructs/vault/props';
import type { Everything } from '../everything';

const pinned = (name: string) => `registry.example.com/${name}@sha256:${'a'.repeat(64)}` as const;

/** The least that a vault needs. */
export const minimal: VaultProps = {
  replicas: 1,
  storage: '2Gi',
  resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  image: pinned('openbao'),
  priorityClassName: 'development',
  guard: { image: pinned('node'), program: 'process.exit(1)' },
  snapshots: {
    schedule: '45 1 * * *',
    keepDays: 14,
    timeZone: 'UTC',
    image: pinned('rclone'),
    store: {
      endpoint: 'https://s3.example.com',
      region: 'eu-central-1',
      bucket: 'backups',
      secret: 'object-storage',
    },
    folder: '/development/vault',
  },
};

/** A vault with every key set. */
export const everything: Everything<VaultProps> = {
  replicas: 3,
  storage: '10Gi',
  storageClassName: 'fast',
  resources: {
    requests: { cpu: '250m', memory: '512Mi', ephemeralStorage: '300Mi' },
    limits: { cpu: '2', memory: '1Gi', ephemeralStorage: '2Gi' },
  },
  seal: { current: 'key-2', previous: 'key' },
  image: pinned('openbao'),
  priorityClassName: 'production',
  guard: { image: pinned('node'), program: 'process.exit(0)' },
  route: {
    hostname: 'vault.internal.example.com',
    gateway: { name: 'public', namespace: 'gateway' },
    listener: 'production-private',
  },
  snapshots: {
    schedule: '15 3 * * 0',
    keepDays: 60,
    timeZone: 'America/Sao_Paulo',
    image: pinned('rclone'),
    store: {
      endpoint: 'http://10.20.1.10:9000',
      region: 'main',
      bucket: 'data-frost',
      secret: 'storage',
    },
    folder: '/production/vault',
  },
};
