import { ModelService } from '../../../constructs/model-service/model-service';
import {
  fewestReplicas,
  mostReplicas,
  type ScalingProps,
  scaling as schema,
} from '../../../constructs/model-service/scaling-props';
import { resolve } from '../../../values/parse';
import type { Leaf, Row } from '../everything';
import { at, rendered } from '../rendered';
import { everything, minimal, scalings, type TriggerProps, triggers } from './fixtures';

const render = (scaling: ScalingProps, more = {}) =>
  rendered((chart) => new ModelService(chart, 'iris', { ...everything, ...more, scaling }));

type Kind<Name> = Omit<Extract<ScalingProps, { kind: Name }>, 'kind' | 'triggers'>;

const FIXED: Readonly<Record<Leaf<Kind<'fixed'>>, Row>> = {
  replicas: ['Deployment', 'spec.replicas', 3],
};

const HPA: Readonly<Record<Leaf<Kind<'hpa'>>, Row>> = {
  minReplicas: ['HorizontalPodAutoscaler', 'spec.minReplicas', 2],
  maxReplicas: ['HorizontalPodAutoscaler', 'spec.maxReplicas', 6],
  targetCpuUtilizationPercentage: [
    'HorizontalPodAutoscaler',
    'spec.metrics',
    [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
      },
    ],
  ],
};

const KEDA: Readonly<Record<Leaf<Kind<'keda'>>, Row>> = {
  minReplicas: ['ScaledObject', 'spec.minReplicaCount', 2],
  maxReplicas: ['ScaledObject', 'spec.maxReplicaCount', 5],
};

const PROMETHEUS = 'http://prometheus.monitoring.svc:9090';
const TRIGGERS: Readonly<Record<TriggerProps['type'], unknown>> = {
  'requests-in-progress': {
    type: 'prometheus',
    metadata: {
      serverAddress: PROMETHEUS,
      query:
        'sum(bentoml_service_request_in_progress{namespace="production-model-serving",pod=~"iris-[a-z0-9]+-[a-z0-9]+"})',
      threshold: '8',
    },
  },
  prometheus: {
    type: 'prometheus',
    metadata: { serverAddress: PROMETHEUS, query: 'sum(rate(images_total[5m]))', threshold: '2.5' },
  },
  cron: {
    type: 'cron',
    metadata: {
      timezone: 'America/Sao_Paulo',
      start: '0 8 * * 1-5',
      end: '30 18 * * 1-5',
      desiredReplicas: '3',
    },
  },
  rabbitmq: {
    type: 'rabbitmq',
    metadata: { queueName: 'Images.new', mode: 'QueueLength', value: '50' },
    authenticationRef: { name: 'iris-images-new' },
  },
};

const WINDOW = 'behavior.scaleDown.stabilizationWindowSeconds';

describe('the scaling of a ModelService', () => {
  test.each(
    (['fixed', 'hpa', 'keda'] as const).flatMap((kind) =>
      Object.entries({ fixed: FIXED, hpa: HPA, keda: KEDA }[kind]).map(
        ([key, row]) => [kind, key, ...row] as const,
      ),
    ),
  )('%s: %s stands in %s at %s', (kind, _, object, path, value) => {
    expect(at(render(scalings[kind]).one(object), path)).toEqual(value);
  });

  test.each(Object.entries(TRIGGERS))('keda: the trigger %s', (_, trigger) => {
    const all = at(render(scalings.keda).one('ScaledObject'), 'spec.triggers');
    expect(all).toContainEqual(trigger);
    expect(all).toHaveLength(Object.keys(triggers).length);
  });

  test('the credentials of a queue come from a Secret', () => {
    expect(at(render(scalings.keda).one('TriggerAuthentication'), 'spec')).toEqual({
      secretTargetRef: [{ parameter: 'host', name: 'broker', key: 'uri' }],
    });
  });

  test.each([scalings.hpa, scalings.keda])('a scaler owns `replicas`: $kind', (scaling) => {
    expect(at(render(scaling).one('Deployment'), 'spec')).not.toHaveProperty('replicas');
  });

  test.each([
    ['a model that loads fast', 30, 300],
    ['a model that loads slowly', 900, 900],
  ])('%s keeps its pods at the first lull', (_, loadTimeoutSeconds, seconds) => {
    const hpa = render(scalings.hpa, { loadTimeoutSeconds }).one('HorizontalPodAutoscaler');
    expect(at(hpa, `spec.${WINDOW}`)).toBe(seconds);
    const scaledObject = render(scalings.keda, { loadTimeoutSeconds }).one('ScaledObject');
    expect(at(scaledObject, `spec.advanced.horizontalPodAutoscalerConfig.${WINDOW}`)).toBe(seconds);
  });

  test('polling and cooldown are set for a model that may sleep, and for no other', () => {
    const asleep = { ...scalings.keda, minReplicas: 0 };
    expect(at(render(asleep).one('ScaledObject'), 'spec')).toMatchObject({
      pollingInterval: 15,
      cooldownPeriod: 601,
    });
    const awake = at(render({ ...asleep, minReplicas: 1 }).one('ScaledObject'), 'spec');
    expect(awake).not.toHaveProperty('pollingInterval');
    expect(awake).not.toHaveProperty('cooldownPeriod');
  });

  test.each([
    ['a model that may sleep', 0, Object.values(triggers)],
    ['a model that follows the clock', 2, [triggers.cron]],
  ])('%s has no fallback', (_, minReplicas, chosen) => {
    const scaledObject = render({ ...scalings.keda, minReplicas, triggers: chosen }).one('ScaledObject');
    expect(at(scaledObject, 'spec')).not.toHaveProperty('fallback');
  });

  test('while a metric cannot be read, no pod goes', () => {
    expect(at(render(scalings.keda).one('ScaledObject'), 'spec.fallback')).toEqual({
      failureThreshold: 3,
      replicas: 2,
      behavior: 'currentReplicasIfHigher',
    });
  });

  test.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [3, 2],
  ])('with %p pods at least, resizing leaves %p running', (minReplicas, left) => {
    const vpa = render({ ...scalings.keda, minReplicas, triggers: [triggers.rabbitmq] }).one(
      'VerticalPodAutoscaler',
    );
    expect(at(vpa, 'spec.updatePolicy.minReplicas')).toBe(left);
  });

  test.each([
    ['fixed', 3, 3],
    ['hpa', 2, 6],
    ['keda', 2, 5],
  ] as const)('%s runs from %p to %p pods', (kind, fewest, most) => {
    const settings = resolve(schema, scalings[kind], kind);
    expect([fewestReplicas(settings), mostReplicas(settings)]).toEqual([fewest, most]);
  });

  test('a minimal model takes any scaling that asks no Prometheus', () => {
    const scaling: ScalingProps = { ...scalings.keda, triggers: [triggers.cron, triggers.rabbitmq] };
    expect(rendered((chart) => new ModelService(chart, 'iris', { ...minimal, scaling })).kinds).toContain(
      'ScaledObject',
    );
  });
});
