import { cronTriggersCanFire } from '../../../checks/laws/cron-triggers-can-fire';
import { judge } from '../judge';
import { autoscaler, officeHours, scaledObject } from '../scalers';
import { spoilt } from '../spoil';

const of = (metadata: object, fields: object = {}) =>
  judge(cronTriggersCanFire, [scaledObject('iris', { triggers: [officeHours({ ...metadata })], ...fields })]);
const fault = (rest: string) => [`ScaledObject/iris: \`triggers[0].metadata.${rest}`];

describe('cron-triggers-can-fire', () => {
  test('office hours pass', () => {
    expect(of({})).toEqual([]);
    expect(of({ desiredReplicas: '1' }, { minReplicaCount: 0 })).toEqual([]);
    expect(of({ desiredReplicas: '6' })).toEqual([]);
    expect(judge(cronTriggersCanFire, [scaledObject('iris'), autoscaler('iris')])).toEqual([]);
  });

  test('the zone exists', () => {
    expect(of({ timezone: 'BRT' })).toEqual(
      fault("timezone` must be an IANA time zone, got 'BRT'; use 'America/Sao_Paulo'"),
    );
    expect(of({ timezone: undefined })).toEqual(
      fault("timezone` must be an IANA time zone, got nothing; use 'America/Sao_Paulo'"),
    );
  });

  test('begin and end are schedules of five fields that differ', () => {
    expect(of({ start: '0 0 8 * * 1-5' })).toEqual(
      fault(
        "start` must have five fields separated by single spaces (minute hour day month weekday), got '0 0 8 * * 1-5'",
      ),
    );
    expect(of({ end: '0 99 * * *' })).toHaveLength(1);
    expect(of({ end: '0 8 * * 1-5' })).toEqual(
      fault("end` must not be its `start`, got '0 8 * * 1-5' for both"),
    );
  });

  test.each([
    ['2', {}, 2],
    ['7', {}, 2],
    ['0', { minReplicaCount: 0 }, 0],
    ['many', {}, 2],
  ])('it never wants %s replicas', (desiredReplicas, fields, minimum) => {
    expect(of({ desiredReplicas }, fields)).toEqual(
      fault(
        `desiredReplicas\` must be above the minimum ${minimum} and at most the maximum 6, got '${desiredReplicas}'`,
      ),
    );
  });

  test('bounds that cross are told by scaling-bounds-are-sound alone', () => {
    expect(of({}, { minReplicaCount: 7 })).toEqual([]);
    expect(of({ desiredReplicas: '6' }, { minReplicaCount: 6 })).toHaveLength(1);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([scaledObject('iris', { triggers: [officeHours()] })])) {
      expect(judge(cronTriggersCanFire, objects)).toBeInstanceOf(Array);
    }
  });
});
