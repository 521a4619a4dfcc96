import type { Breach } from './breach';

const SERVING = 'production/model-serving';
const IRIS = `${SERVING}/Deployment/iris`;
const HORIZONTAL = `${SERVING}/HorizontalPodAutoscaler/iris`;
const VERTICAL = `${SERVING}/VerticalPodAutoscaler/iris`;
const SCALED_OBJECT = `${SERVING}/ScaledObject/digits`;
const BUDGET = `${SERVING}/PodDisruptionBudget/iris`;

const CRON = '/spec/triggers/1/metadata';
const POLICY = '/spec/resourcePolicy/containerPolicies/0';

/** How many pods there are, how big they are, and how many may go. */
export const scaling: readonly Breach[] = [
  {
    law: 'one-scaler-a-target',
    object: IRIS,
    change: { op: 'add', path: '/spec/replicas', value: 3 },
    message: "`replicas` must not be set where HorizontalPodAutoscaler 'iris' scales, got 3",
  },
  {
    law: 'one-scaler-a-target',
    object: SCALED_OBJECT,
    change: { op: 'replace', path: '/spec/scaleTargetRef/name', value: 'iris' },
    message:
      "`scaleTargetRef` must not name a workload that HorizontalPodAutoscaler 'iris' scales; keep one of the two",
  },
  {
    law: 'one-scaler-a-target',
    object: HORIZONTAL,
    change: { op: 'copy-object', but: { op: 'replace', path: '/metadata/name', value: 'iris-too' } },
    path: `${SERVING}/HorizontalPodAutoscaler/iris-too`,
    message:
      "`scaleTargetRef` must not name a workload that HorizontalPodAutoscaler 'iris' scales; keep one of the two",
  },
  {
    law: 'hpas-scale-on-resources',
    object: HORIZONTAL,
    change: { op: 'replace', path: '/spec/metrics/0/type', value: 'External' },
    message: "`metrics[0].type` must be Resource or ContainerResource, got 'External'; use a ScaledObject",
  },
  {
    law: 'cron-triggers-can-fire',
    object: SCALED_OBJECT,
    change: { op: 'replace', path: `${CRON}/timezone`, value: 'America/Brasilia' },
    message:
      "`triggers[1].metadata.timezone` must be an IANA time zone, got 'America/Brasilia'; use 'America/Sao_Paulo'",
  },
  {
    law: 'cron-triggers-can-fire',
    object: SCALED_OBJECT,
    change: { op: 'replace', path: `${CRON}/start`, value: '0 25 * * 1-5' },
    message: "`triggers[1].metadata.start` must have hours from 0 to 23 (not '25'), got '0 25 * * 1-5'",
  },
  {
    law: 'cron-triggers-can-fire',
    object: SCALED_OBJECT,
    change: { op: 'replace', path: `${CRON}/end`, value: '0 8 * * 1-5' },
    message: "`triggers[1].metadata.end` must not be its `start`, got '0 8 * * 1-5' for both",
  },
  {
    law: 'cron-triggers-can-fire',
    object: SCALED_OBJECT,
    change: { op: 'replace', path: `${CRON}/desiredReplicas`, value: '2' },
    message:
      "`triggers[1].metadata.desiredReplicas` must be above the minimum 2 and at most the maximum 4, got '2'",
  },
  {
    law: 'scaled-objects-take-effect',
    object: SCALED_OBJECT,
    change: { op: 'add', path: '/spec/cooldownPeriod', value: 600 },
    message:
      '`cooldownPeriod` must not be set with `minReplicaCount` 2, where the autoscaler alone decides; leave it out',
  },
  {
    law: 'scaled-objects-take-effect',
    object: SCALED_OBJECT,
    change: {
      op: 'replace',
      path: '/spec/triggers',
      value: [{ type: 'memory', metricType: 'AverageValue', metadata: { value: '512Mi' } }],
    },
    message:
      '`fallback` must not stand beside triggers of cpu and memory alone, which never fail; leave it out',
  },
  {
    law: 'scaled-objects-take-effect',
    object: SCALED_OBJECT,
    change: {
      op: 'replace',
      path: '/metadata/name',
      value: 'digits-by-requests-in-progress-and-office-hours-of-sao-paulo',
    },
    path: `${SERVING}/ScaledObject/digits-by-requests-in-progress-and-office-hours-of-sao-paulo`,
    message: '`metadata.name` must have at most 54 characters, got 60; shorten it',
  },
  {
    law: 'scaling-bounds-are-sound',
    object: HORIZONTAL,
    change: { op: 'replace', path: '/spec/minReplicas', value: 0 },
    message: '`minReplicas` must be at least 1, got 0; only a ScaledObject scales to 0',
  },
  {
    law: 'scaling-bounds-are-sound',
    object: HORIZONTAL,
    change: { op: 'replace', path: '/spec/maxReplicas', value: 1 },
    message: '`minReplicas` must be at most `maxReplicas` 1, got 2',
  },
  {
    law: 'scaling-bounds-are-sound',
    object: SCALED_OBJECT,
    change: { op: 'replace', path: '/spec/maxReplicaCount', value: 1 },
    message: '`minReplicaCount` must be at most `maxReplicaCount` 1, got 2',
  },
  {
    law: 'scaling-bounds-are-sound',
    object: SCALED_OBJECT,
    change: { op: 'replace', path: '/spec/minReplicaCount', value: 0 },
    message:
      '`minReplicaCount` must not be 0 beside a `fallback`, which never lifts 0 to 1, got 0; use `minReplicaCount: 1`',
  },
  {
    law: 'scalers-have-a-target',
    object: HORIZONTAL,
    change: { op: 'replace', path: '/spec/scaleTargetRef/name', value: 'irises' },
    message:
      "`scaleTargetRef` must name a workload of its namespace, got Deployment 'irises'; correct it or render the Deployment",
  },
  {
    law: 'scalers-have-a-target',
    object: VERTICAL,
    change: { op: 'replace', path: '/spec/targetRef/kind', value: 'StatefulSet' },
    message:
      "`targetRef` must name a workload of its namespace, got StatefulSet 'iris'; correct it or render the StatefulSet",
  },
  {
    law: 'scalers-have-a-target',
    object: HORIZONTAL,
    change: {
      op: 'replace',
      path: '/spec/metrics/0',
      value: {
        type: 'ContainerResource',
        containerResource: {
          name: 'cpu',
          container: 'proxy',
          target: { type: 'Utilization', averageUtilization: 70 },
        },
      },
    },
    message:
      '`metrics[0].containerResource.container` must be a container of the workload, got \'proxy\'; use one of ["bento"]',
  },
  {
    law: 'scalers-have-a-target',
    object: SCALED_OBJECT,
    change: { op: 'add', path: '/spec/triggers/0/authenticationRef', value: { name: 'prometheus' } },
    message:
      "`triggers[0].authenticationRef` must name a TriggerAuthentication that is rendered, got 'prometheus'; correct it or render one",
  },
  {
    law: 'vertical-scaling-does-not-fight',
    object: VERTICAL,
    change: { op: 'add', path: `${POLICY}/controlledResources/-`, value: 'cpu' },
    message:
      "`controlledResources` of container 'bento' must not hold cpu, which a horizontal autoscaler keeps at a share of its request; leave it out",
  },
  {
    law: 'vertical-scaling-does-not-fight',
    object: VERTICAL,
    change: { op: 'replace', path: '/spec/updatePolicy/updateMode', value: 'Auto' },
    message: "`updatePolicy.updateMode` must be Off, Initial, Recreate, InPlaceOrRecreate, got 'Auto'",
  },
  {
    law: 'vertical-scaling-does-not-fight',
    object: VERTICAL,
    change: { op: 'replace', path: `${POLICY}/minAllowed/memory`, value: '1Gi' },
    message: "`minAllowed.memory` of 'bento' must be at most its `maxAllowed` '768Mi', got '1Gi'",
  },
  {
    law: 'vertical-scaling-does-not-fight',
    object: VERTICAL,
    change: { op: 'replace', path: `${POLICY}/containerName`, value: 'bentoml' },
    message: "`containerName` must be a container of the workload (bento), got 'bentoml'",
  },
  {
    law: 'vertical-scaling-does-not-fight',
    object: VERTICAL,
    change: { op: 'copy-object', but: { op: 'replace', path: '/metadata/name', value: 'iris-too' } },
    path: `${SERVING}/VerticalPodAutoscaler/iris-too`,
    message: "`targetRef` must not name a workload that 'iris' acts on; keep one",
  },
  {
    law: 'budgets-can-be-met',
    object: BUDGET,
    change: { op: 'replace', path: '/spec/maxUnavailable', value: 0 },
    message:
      "`maxUnavailable` must let one of the 2 pods go that Deployment 'iris' has at least, got 0; use `maxUnavailable: 1`",
  },
  {
    law: 'budgets-can-be-met',
    object: BUDGET,
    change: { op: 'remove', path: '/spec/maxUnavailable' },
    message: 'one of `maxUnavailable` and `minAvailable` must be set, got none; use `maxUnavailable: 1`',
  },
  {
    law: 'budgets-can-be-met',
    object: BUDGET,
    change: { op: 'remove', path: '/spec/unhealthyPodEvictionPolicy' },
    message: '`unhealthyPodEvictionPolicy` must be AlwaysAllow, got nothing',
  },
  {
    law: 'budgets-can-be-met',
    object: BUDGET,
    change: { op: 'remove', path: '/spec/selector/matchLabels/app.kubernetes.io~1name' },
    message:
      "`selector` must match the pods of one workload, got those of Deployment 'iris', Deployment 'digits', Deployment 'digits-sign-in'",
  },
  {
    law: 'budgets-can-be-met',
    object: BUDGET,
    change: { op: 'remove-object' },
    path: IRIS,
    message:
      "Deployment 'iris' must have a PodDisruptionBudget, got none for at least 2 replicas; use `maxUnavailable: 1`",
  },
];
