/** Whether `value` is an object whose keys may be read, arrays included. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The value, frozen to its leaves, whatever of it is frozen already. */
export function deepFreeze<Value>(value: Value): Value {
  if (isObject(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
}
