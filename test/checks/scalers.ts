import { object } from './objects';

/** What scales the Deployment of the same name. */
const target = (name: string) => ({ apiVersion: 'apps/v1', kind: 'Deployment', name });

/** An autoscaler of 2 to 6 replicas on CPU. */
export function autoscaler(name: string, fields: Readonly<Record<string, unknown>> = {}) {
  const cpu = { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } };
  const spec = {
    scaleTargetRef: target(name),
    minReplicas: 2,
    maxReplicas: 6,
    metrics: [{ type: 'Resource', resource: cpu }],
    ...fields,
  };
  return object('autoscaling/v2', 'HorizontalPodAutoscaler', name, { spec });
}

/** A ScaledObject of 2 to 6 replicas on a query. */
export function scaledObject(name: string, fields: Readonly<Record<string, unknown>> = {}) {
  const prometheus = { type: 'prometheus', metadata: { query: 'sum(x)', threshold: '8' } };
  const spec = {
    scaleTargetRef: { name },
    minReplicaCount: 2,
    maxReplicaCount: 6,
    triggers: [prometheus],
    ...fields,
  };
  return object('keda.sh/v1alpha1', 'ScaledObject', name, { spec });
}

/** A trigger for office hours that wants 4 replicas. */
export function officeHours(metadata: Readonly<Record<string, unknown>> = {}) {
  return {
    type: 'cron',
    metadata: {
      timezone: 'America/Sao_Paulo',
      start: '0 8 * * 1-5',
      end: '0 18 * * 1-5',
      desiredReplicas: '4',
      ...metadata,
    },
  };
}
