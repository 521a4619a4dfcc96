import { scaledObjectsTakeEffect } from '../../../checks/laws/scaled-objects-take-effect';
import { judge } from '../judge';
import { autoscaler, scaledObject } from '../scalers';
import { spoilt } from '../spoil';

const FALLBACK = { failureThreshold: 3, replicas: 3 };
const CPU = { type: 'cpu', metricType: 'Utilization', metadata: { value: '70' } };

const named = (name: string, fields: object = {}) =>
  judge(scaledObjectsTakeEffect, [scaledObject(name, { ...fields })]);
const of = (fields: object) => named('iris', fields);

describe('scaled-objects-take-effect', () => {
  test('a name has 54 characters at most, for KEDA puts 9 before it', () => {
    expect(named('i'.repeat(54))).toEqual([]);
    expect(named('i'.repeat(55))).toEqual([
      `ScaledObject/${'i'.repeat(55)}: \`metadata.name\` must have at most 54 characters, got 55; shorten it`,
    ]);
    expect(judge(scaledObjectsTakeEffect, [autoscaler('i'.repeat(55))])).toEqual([]);
    const advanced = { horizontalPodAutoscalerConfig: { name: 'short' } };
    expect(named('i'.repeat(63), { advanced })).toEqual([]);
    expect(named('i'.repeat(64), { advanced })).toHaveLength(1);
  });

  test('a fallback has a trigger that can fail', () => {
    expect(of({ fallback: FALLBACK })).toEqual([]);
    expect(of({ triggers: [CPU] })).toEqual([]);
    expect(of({ fallback: FALLBACK, triggers: [CPU] })).toEqual([
      'ScaledObject/iris: `fallback` must not stand beside triggers of cpu and memory alone, which never fail; leave it out',
    ]);
    const advanced = { scalingModifiers: { formula: 'a + b', target: '2' } };
    expect(of({ fallback: FALLBACK, triggers: [CPU], advanced })).toEqual([]);
  });

  test('settings of scaling to zero stand where it scales to zero', () => {
    const settings = { pollingInterval: 15, cooldownPeriod: 300 };
    expect(of({ ...settings, minReplicaCount: 0 })).toEqual([]);
    expect(of({ ...settings, minReplicaCount: undefined })).toEqual([]);
    expect(of({ ...settings, idleReplicaCount: 0 })).toEqual([]);
    expect(of(settings)).toEqual([
      'ScaledObject/iris: `pollingInterval` and `cooldownPeriod` must not be set with `minReplicaCount` 2, where the autoscaler alone decides; leave it out',
    ]);
    expect(of({ cooldownPeriod: 300 })).toHaveLength(1);
  });

  test('metrics that are cached are polled', () => {
    const triggers = [{ type: 'prometheus', metadata: {}, useCachedMetrics: true }];
    expect(of({ pollingInterval: 15, triggers })).toEqual([]);
    expect(of({ cooldownPeriod: 300, triggers })).toHaveLength(1);
  });

  test('anything at all can be judged', () => {
    const full = scaledObject('iris', { fallback: FALLBACK, pollingInterval: 15, advanced: {} });
    for (const objects of spoilt([full]))
      expect(judge(scaledObjectsTakeEffect, objects)).toBeInstanceOf(Array);
  });
});
