import { scalingBoundsAreSound } from '../../../checks/laws/scaling-bounds-are-sound';
import { judge } from '../judge';
import { autoscaler, officeHours, scaledObject } from '../scalers';
import { spoilt } from '../spoil';

const CPU = { type: 'cpu', metricType: 'Utilization', metadata: { value: '70' } };
const FALLBACK = { failureThreshold: 3, replicas: 3 };

const ofAutoscaler = (fields: object) => judge(scalingBoundsAreSound, [autoscaler('iris', { ...fields })]);
const ofScaledObject = (fields: object) =>
  judge(scalingBoundsAreSound, [scaledObject('iris', { ...fields })]);

describe('scaling-bounds-are-sound', () => {
  test('an autoscaler keeps 1 to its most', () => {
    expect(ofAutoscaler({})).toEqual([]);
    expect(ofAutoscaler({ minReplicas: 6 })).toEqual([]);
    expect(ofAutoscaler({ minReplicas: undefined, maxReplicas: 1 })).toEqual([]);
    expect(ofAutoscaler({ minReplicas: 7 })).toEqual([
      'HorizontalPodAutoscaler/iris: `minReplicas` must be at most `maxReplicas` 6, got 7',
    ]);
    expect(ofAutoscaler({ minReplicas: 0 })).toEqual([
      'HorizontalPodAutoscaler/iris: `minReplicas` must be at least 1, got 0; only a ScaledObject scales to 0',
    ]);
  });

  test('a ScaledObject keeps 0 to its most', () => {
    expect(ofScaledObject({})).toEqual([]);
    expect(ofScaledObject({ minReplicaCount: 0 })).toEqual([]);
    expect(ofScaledObject({ minReplicaCount: 100, maxReplicaCount: undefined })).toEqual([]);
    expect(ofScaledObject({ minReplicaCount: 7 })).toEqual([
      'ScaledObject/iris: `minReplicaCount` must be at most `maxReplicaCount` 6, got 7',
    ]);
  });

  test('what is idle has no replica', () => {
    expect(ofScaledObject({ idleReplicaCount: 0, minReplicaCount: 1 })).toEqual([]);
    expect(ofScaledObject({ idleReplicaCount: 1 })).toEqual([
      'ScaledObject/iris: `idleReplicaCount` must be 0, got 1',
    ]);
    expect(ofScaledObject({ idleReplicaCount: 0, minReplicaCount: 0 })).toEqual([
      'ScaledObject/iris: `idleReplicaCount` must be below `minReplicaCount`, got 0 and 0; leave it out to scale to 0',
    ]);
  });

  test('cpu and memory alone wake nothing up', () => {
    expect(ofScaledObject({ triggers: [CPU], minReplicaCount: 1 })).toEqual([]);
    expect(ofScaledObject({ triggers: [CPU, officeHours()], minReplicaCount: 0 })).toEqual([]);
    for (const minReplicaCount of [0, undefined]) {
      expect(ofScaledObject({ triggers: [CPU, { ...CPU, type: 'memory' }], minReplicaCount })).toEqual([
        'ScaledObject/iris: `minReplicaCount` must not let cpu and memory alone scale from 0, got 0; use `minReplicaCount: 1`',
      ]);
    }
    expect(ofScaledObject({ triggers: [CPU], idleReplicaCount: 0 })).toEqual([
      'ScaledObject/iris: `idleReplicaCount` must not let cpu and memory alone scale from 0, got 0; use `minReplicaCount: 1`',
    ]);
  });

  test('a fallback wakes nothing up either', () => {
    expect(ofScaledObject({ fallback: FALLBACK, minReplicaCount: 1 })).toEqual([]);
    expect(ofScaledObject({ fallback: FALLBACK, minReplicaCount: 0 })).toEqual([
      'ScaledObject/iris: `minReplicaCount` must not be 0 beside a `fallback`, which never lifts 0 to 1, got 0; use `minReplicaCount: 1`',
    ]);
  });

  test('anything at all can be judged', () => {
    const both = [autoscaler('iris'), scaledObject('iris', { fallback: FALLBACK, idleReplicaCount: 0 })];
    for (const objects of spoilt(both)) expect(judge(scalingBoundsAreSound, objects)).toBeInstanceOf(Array);
  });
});
