import fc from 'fast-check';
import { deepFreeze, isObject } from '../../values/object';

function isDeepFrozen(value: unknown): boolean {
  return !isObject(value) || (Object.isFrozen(value) && Object.values(value).every(isDeepFrozen));
}

test('a value is frozen to its leaves and stays what it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const before = structuredClone(value);
      expect(deepFreeze(value)).toBe(value);
      expect(isDeepFrozen(value)).toBe(true);
      expect(value).toEqual(before);
    }),
  );
});

test('a part that is frozen already does not keep what lies in it from being frozen', () => {
  const inner = { list: [1] };
  deepFreeze({ outer: Object.freeze({ inner }) });
  expect(isDeepFrozen(inner)).toBe(true);
});
