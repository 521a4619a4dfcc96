import type { ScheduledJobProps } from '../../../constructs/scheduled-job/props';
import type { PinnedImage } from '../../../values/image';
import type { Everything } from '../everything';

export const DIGEST = 'fedcba9876543210'.repeat(4);
export const IMAGE: PinnedImage = `registry.example.com/models/iris-batch@sha256:${DIGEST}`;

/** A job of which nothing is said that need not be said. */
export const minimal = {
  name: 'retraining',
  image: IMAGE,
  priorityClassName: 'production',
  schedule: '10 * * * *',
  timeZone: 'America/Sao_Paulo',
  command: ['python3', '-m', 'batch'],
  activeDeadlineSeconds: 1800,
  resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '1Gi' } },
} satisfies ScheduledJobProps;

/** A job of which everything is said. */
export const everything: Everything<ScheduledJobProps> = {
  name: 'retraining',
  image: IMAGE,
  priorityClassName: 'production',
  imagePullSecret: 'registry',
  schedule: '30 3 * * 1-5',
  timeZone: 'Europe/Lisbon',
  command: ['python3', '-m', 'batch', 'retrain'],
  concurrencyPolicy: 'Forbid',
  startingDeadlineSeconds: 900,
  activeDeadlineSeconds: 3600,
  backoffLimit: 4,
  permanentFailureExitCodes: [78, 3, 78],
  suspend: true,
  resources: {
    requests: { cpu: '250m', memory: '256Mi', ephemeralStorage: '512Mi' },
    limits: { cpu: '2', memory: '768Mi', ephemeralStorage: '2Gi' },
  },
  volume: { path: '/models', size: '2Gi', storageClassName: 'fast' },
  secrets: [{ secret: 'warehouse', keys: ['user', 'password'], path: '/credentials' }],
  urls: [{ variable: 'MODEL_URL', url: 'http://iris.production-model-serving.svc:3000' }],
};
