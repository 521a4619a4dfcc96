import type { IVerticalPodAutoscaler } from '@kubernetes-models/autoscaler/autoscaling.k8s.io/v1/VerticalPodAutoscaler';
import type { IScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import type { ITriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication';
import type {
  HorizontalPodAutoscalerSpecV2,
  KubeHorizontalPodAutoscalerV2Props,
} from 'cdk8s-plus-27/lib/imports/k8s';
import { CONTAINER } from './deployment';
import type { ModelServiceSettings } from './props';
import { fewestReplicas, queueLabel, type Scaling, type Trigger } from './scaling-props';

/** Shortest time that load must stay low before pods go, in seconds: the default of the HPA. */
const LEAST_STABILIZATION_SECONDS = 300;

/** How often KEDA asks a trigger while the model sleeps, in seconds. */
const POLLING_SECONDS = 15;

type Keda = Extract<Scaling, { kind: 'keda' }>;

function targetOf({ name }: ModelServiceSettings) {
  return { apiVersion: 'apps/v1', kind: 'Deployment', name };
}

/** A model that takes long to load must not lose pods at the first lull. */
function stabilizationOf({ loadTimeoutSeconds }: ModelServiceSettings): number {
  return Math.max(LEAST_STABILIZATION_SECONDS, loadTimeoutSeconds);
}

/** The HPA of a model that scales on CPU; nothing for one that does not. */
export function horizontalPodAutoscalerOf(
  namespace: string,
  settings: ModelServiceSettings,
): KubeHorizontalPodAutoscalerV2Props | undefined {
  const { name, scaling } = settings;
  if (scaling.kind !== 'hpa') return undefined;
  const spec: HorizontalPodAutoscalerSpecV2 = {
    scaleTargetRef: targetOf(settings),
    minReplicas: scaling.minReplicas,
    maxReplicas: scaling.maxReplicas,
    metrics: [
      {
        type: 'Resource',
        resource: {
          name: 'cpu',
          target: { type: 'Utilization', averageUtilization: scaling.targetCpuUtilizationPercentage },
        },
      },
    ],
    behavior: { scaleDown: { stabilizationWindowSeconds: stabilizationOf(settings) } },
  };
  return { metadata: { name, namespace }, spec };
}

/** The ScaledObject of a model that KEDA scales; nothing for one that it does not. */
export function scaledObjectOf(namespace: string, settings: ModelServiceSettings): IScaledObject | undefined {
  const { name, scaling } = settings;
  if (scaling.kind !== 'keda') return undefined;
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name, namespace },
    spec: {
      scaleTargetRef: targetOf(settings),
      minReplicaCount: scaling.minReplicas,
      maxReplicaCount: scaling.maxReplicas,
      ...sleepOf(settings, scaling),
      ...fallbackOf(scaling),
      advanced: {
        horizontalPodAutoscalerConfig: {
          behavior: { scaleDown: { stabilizationWindowSeconds: stabilizationOf(settings) } },
        },
      },
      triggers: scaling.triggers.map((trigger) => triggerOf(namespace, settings, trigger)),
    },
  };
}

/** The credentials of the queues that are asked; nothing where no queue is. */
export function triggerAuthenticationsOf(
  namespace: string,
  settings: ModelServiceSettings,
): readonly ITriggerAuthentication[] {
  const { scaling } = settings;
  if (scaling.kind !== 'keda') return [];
  return scaling.triggers.flatMap((trigger) =>
    trigger.type === 'rabbitmq'
      ? [
          {
            apiVersion: 'keda.sh/v1alpha1' as const,
            kind: 'TriggerAuthentication' as const,
            metadata: { name: authenticationName(settings, trigger.queueName), namespace },
            spec: {
              secretTargetRef: [{ parameter: 'host', name: trigger.host.secret, key: trigger.host.key }],
            },
          },
        ]
      : [],
  );
}

/** The VPA of a model whose memory follows its use; nothing where it stays as written. */
export function verticalPodAutoscalerOf(
  namespace: string,
  settings: ModelServiceSettings,
): IVerticalPodAutoscaler | undefined {
  const { name, scaling, verticalScaling } = settings;
  if (verticalScaling === undefined) return undefined;
  return {
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscaler',
    metadata: { name, namespace },
    spec: {
      targetRef: targetOf(settings),
      updatePolicy: {
        updateMode: verticalScaling.updateMode,
        minReplicas: Math.min(2, Math.max(1, fewestReplicas(scaling))),
      },
      resourcePolicy: {
        containerPolicies: [
          {
            containerName: CONTAINER,
            controlledResources: ['memory'],
            controlledValues: 'RequestsAndLimits',
            minAllowed: { memory: verticalScaling.minMemory },
            maxAllowed: { memory: verticalScaling.maxMemory },
          },
        ],
      },
    },
  };
}

/** Both keys act only where the model may sleep; elsewhere KEDA warns of them. */
function sleepOf(settings: ModelServiceSettings, { minReplicas }: Keda) {
  return minReplicas === 0
    ? { pollingInterval: POLLING_SECONDS, cooldownPeriod: stabilizationOf(settings) }
    : {};
}

/**
 * While Prometheus does not answer the pods stay as they are; a query that finds no series counts as 0. A fallback never
 * wakes a sleeping model (keda#7239).
 */
function fallbackOf({ minReplicas, triggers }: Keda) {
  const asksOthers = triggers.some(({ type }) => type !== 'cron');
  if (minReplicas === 0 || !asksOthers) return {};
  return {
    fallback: { failureThreshold: 3, replicas: minReplicas, behavior: 'currentReplicasIfHigher' as const },
  };
}

function triggerOf(namespace: string, settings: ModelServiceSettings, trigger: Trigger) {
  switch (trigger.type) {
    case 'requests-in-progress':
      return prometheusTrigger(
        settings,
        `sum(bentoml_service_request_in_progress{namespace="${namespace}",pod=~"${settings.name}-[a-z0-9]+-[a-z0-9]+"})`,
        trigger.perReplica,
      );
    case 'prometheus':
      return prometheusTrigger(settings, trigger.query, trigger.threshold);
    case 'cron':
      return {
        type: 'cron',
        metadata: {
          timezone: trigger.timeZone,
          start: trigger.start,
          end: trigger.end,
          desiredReplicas: String(trigger.desiredReplicas),
        },
      };
    case 'rabbitmq':
      return {
        type: 'rabbitmq',
        metadata: {
          queueName: trigger.queueName,
          mode: 'QueueLength',
          value: String(trigger.messagesPerReplica),
        },
        authenticationRef: { name: authenticationName(settings, trigger.queueName) },
      };
  }
}

function prometheusTrigger({ prometheusUrl = '' }: ModelServiceSettings, query: string, threshold: number) {
  return {
    type: 'prometheus',
    metadata: { serverAddress: prometheusUrl, query, threshold: String(threshold) },
  };
}

function authenticationName({ name }: ModelServiceSettings, queueName: string): string {
  return `${name}-${queueLabel(queueName)}`;
}
