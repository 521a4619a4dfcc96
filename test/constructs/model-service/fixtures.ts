import type { ModelServiceProps } from '../../../constructs/model-service/props';
import type { ScalingProps } from '../../../constructs/model-service/scaling-props';
import type { PinnedImage } from '../../../values/image';
import type { Everything } from '../everything';

export type TriggerProps = Extract<ScalingProps, { kind: 'keda' }>['triggers'][number];

export const DIGEST = '0123456789abcdef'.repeat(4);
export const IMAGE: PinnedImage = `registry.example.com/data-frost/models/iris@sha256:${DIGEST}`;

/** A model of which nothing is said that need not be said. */
export const minimal = {
  name: 'iris',
  image: IMAGE,
  priorityClassName: 'production',
  scaling: { kind: 'fixed', replicas: 1 },
  resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } },
} satisfies ModelServiceProps;

/** Every trigger; a new one does not compile until it stands here. */
export const triggers: {
  readonly [Type in TriggerProps['type']]: Everything<Extract<TriggerProps, { type: Type }>>;
} = {
  'requests-in-progress': { type: 'requests-in-progress', perReplica: 8 },
  prometheus: { type: 'prometheus', query: 'sum(rate(images_total[5m]))', threshold: 2.5 },
  cron: {
    type: 'cron',
    start: '0 8 * * 1-5',
    end: '30 18 * * 1-5',
    timeZone: 'America/Sao_Paulo',
    desiredReplicas: 3,
  },
  rabbitmq: {
    type: 'rabbitmq',
    queueName: 'Images.new',
    messagesPerReplica: 50,
    host: { secret: 'broker', key: 'uri' },
  },
};

/** Every way to scale; a new one does not compile until it stands here. */
export const scalings: {
  readonly [Kind in ScalingProps['kind']]: Everything<Extract<ScalingProps, { kind: Kind }>>;
} = {
  fixed: { kind: 'fixed', replicas: 3 },
  hpa: { kind: 'hpa', minReplicas: 2, maxReplicas: 6, targetCpuUtilizationPercentage: 70 },
  keda: { kind: 'keda', minReplicas: 2, maxReplicas: 5, triggers: Object.values(triggers) },
};

/** A model of which everything is said, and nothing as the default has it. */
export const everything: Everything<ModelServiceProps> = {
  name: 'iris',
  image: IMAGE,
  priorityClassName: 'production',
  imagePullSecret: 'registry',
  prometheusUrl: 'http://prometheus.monitoring.svc:9090',
  scaling: scalings.keda,
  resources: {
    requests: { cpu: '250m', memory: '768Mi', ephemeralStorage: '512Mi' },
    limits: { cpu: '2', memory: '1536Mi', ephemeralStorage: '2Gi' },
  },
  verticalScaling: { updateMode: 'Recreate', minMemory: '512Mi', maxMemory: '4Gi' },
  requestTimeoutSeconds: 90,
  loadTimeoutSeconds: 601,
  secrets: [{ secret: 'weights', keys: ['token'], path: '/credentials', reload: 'by-itself' }],
  route: {
    hostname: 'iris.production.example.com',
    gateway: { name: 'public', namespace: 'gateway' },
    listener: 'production',
  },
  urls: [{ variable: 'DIGITS_URL', url: 'http://digits.production-model-serving.svc:3000' }],
};
