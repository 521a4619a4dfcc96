import { z } from 'zod';
import { listOf, must, record, schedule, text, timeZone, whole } from '../../values/schema';
import { secretRef } from '../pod/props';

const MOST_REPLICAS = 100;
const replicas = (least: number) => whole(least, MOST_REPLICAS, 'replicas');
const percentage = whole(1, 100, 'percent');

const fixed = record({
  /** The same number of pods at all times. */
  kind: z.literal('fixed'),
  /** Pods at all times. */
  replicas: replicas(1),
});

const hpa = record({
  /** As many pods as the CPU use calls for. */
  kind: z.literal('hpa'),
  /** Fewest pods; from 2 on the model survives the loss of a worker. */
  minReplicas: replicas(1),
  /** Most pods, reached under load. */
  maxReplicas: replicas(1),
  /** Mean CPU use to hold, in percent of the request. */
  targetCpuUtilizationPercentage: percentage,
});

const requestsInProgress = record({
  /** Requests that the model works on, as BentoML counts them. */
  type: z.literal('requests-in-progress'),
  /** Requests that one pod may work on at a time before another is added. */
  perReplica: whole(1, 10_000, 'requests'),
});

const prometheus = record({
  /** Any number that Prometheus knows. */
  type: z.literal('prometheus'),
  /** PromQL that yields one number. */
  query: text((value) => value.trim() !== '', 'a PromQL query'),
  /** Value that one pod is worth. */
  threshold: z.number({ error: must('a number above 0') }).positive({ error: must('a number above 0') }),
});

const cron = record({
  /** The time of day, for load that is known beforehand. */
  type: z.literal('cron'),
  /** When the pods are wanted from: five fields. */
  start: schedule,
  /** When they are wanted until: five fields. */
  end: schedule,
  /** Zone in which both are read. */
  timeZone,
  /** Pods wanted between the two. */
  desiredReplicas: replicas(1),
});

const rabbitmq = record({
  /** Messages that wait in a queue. */
  type: z.literal('rabbitmq'),
  /** Queue whose length counts. */
  queueName: text(
    (value) => /^[\w.:-]{1,128}$/.test(value) && queueLabel(value) !== '',
    'a queue name of at most 128 letters, digits and `._:-`',
    "'images'",
  ),
  /** Waiting messages that one pod is worth. */
  messagesPerReplica: whole(1, 1_000_000, 'messages'),
  /** Connection URI of the broker, as `amqp://…`. */
  host: secretRef,
});

const keda = record({
  /** As many pods as its triggers call for, none included. */
  kind: z.literal('keda'),
  /** Fewest pods; 0 lets the model sleep, which requests in progress cannot end: there are none. */
  minReplicas: replicas(0),
  /** Most pods, reached under load. */
  maxReplicas: replicas(1),
  /** What calls for pods; the trigger that wants most wins. */
  triggers: listOf(z.discriminatedUnion('type', [requestsInProgress, prometheus, cron, rabbitmq])).refine(
    (value) => value.length > 0,
    { error: must('at least one trigger') },
  ),
});

/**
 * How many pods run. One scaler a model: the union has no way to write two.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
 * @see https://keda.sh/docs/2.21/reference/scaledobject-spec/
 */
export const scaling = z.discriminatedUnion('kind', [fixed, hpa, keda]).superRefine((value, context) => {
  for (const [path, message] of scalingFaults(value)) context.addIssue({ code: 'custom', path, message });
});

export type ScalingProps = z.input<typeof scaling>;
export type Scaling = z.output<typeof scaling>;
export type Trigger = z.output<typeof keda>['triggers'][number];

/** What a queue is called in the names of objects: `Images.new` → `images-new`. */
export function queueLabel(queueName: string): string {
  return queueName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Fewest pods at any time. */
export function fewestReplicas(value: Scaling): number {
  return value.kind === 'fixed' ? value.replicas : value.minReplicas;
}

/** Most pods at any time, the surge of an update aside. */
export function mostReplicas(value: Scaling): number {
  return value.kind === 'fixed' ? value.replicas : value.maxReplicas;
}

/** What holds between the keys of one scaling. */
function* scalingFaults(value: Scaling): Generator<[path: (string | number)[], message: string]> {
  if (value.kind === 'fixed') return;
  const { minReplicas, maxReplicas } = value;
  if (minReplicas > maxReplicas) {
    yield [
      ['maxReplicas'],
      `must be at least \`minReplicas\` (${minReplicas}), got ${maxReplicas}; raise it`,
    ];
  }
  if (value.kind === 'keda') yield* triggerFaults(value.triggers, minReplicas, maxReplicas);
}

function* triggerFaults(
  triggers: readonly Trigger[],
  minReplicas: number,
  maxReplicas: number,
): Generator<[path: (string | number)[], message: string]> {
  const wakes = triggers.some((trigger) => trigger.type !== 'requests-in-progress');
  if (minReplicas === 0 && !wakes) {
    yield [
      ['minReplicas'],
      'must be at least 1, got 0: with no pod there are no requests in progress to wake one; raise it or add another trigger',
    ];
  }
  yield* queueFaults(triggers);
  for (const [index, trigger] of triggers.entries()) {
    if (trigger.type !== 'cron') continue;
    const { desiredReplicas, start, end } = trigger;
    if (desiredReplicas <= minReplicas || desiredReplicas > maxReplicas) {
      yield [
        ['triggers', index, 'desiredReplicas'],
        `must be above \`minReplicas\` (${minReplicas}) and at most \`maxReplicas\` (${maxReplicas}), got ${desiredReplicas}`,
      ];
    }
    if (start === end) yield [['triggers', index, 'end'], `must not be the same as \`start\`, got '${end}'`];
  }
}

/** Each queue has credentials of its own, named after it. */
function* queueFaults(triggers: readonly Trigger[]): Generator<[path: (string | number)[], message: string]> {
  const earlier = new Map<string, string>();
  for (const [index, trigger] of triggers.entries()) {
    if (trigger.type !== 'rabbitmq') continue;
    const { queueName } = trigger;
    const same = earlier.get(queueLabel(queueName));
    earlier.set(queueLabel(queueName), same ?? queueName);
    if (same === undefined) continue;
    yield [
      ['triggers', index, 'queueName'],
      `must differ from the queue '${same}' in a letter or digit, got '${queueName}'; the credentials of both would have one name`,
    ];
  }
}
