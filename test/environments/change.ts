import { inventory } from '../../environments/inventory';
import type { Inventory } from '../../environments/resolve';
import { isObject } from '../../values/object';

/** What is wrong with an inventory that differs from the real one in one thing. */
export interface FaultFixture {
  readonly inventory: Inventory;
  /** Lines of the error, path first. */
  readonly faults: readonly string[];
}

/**
 * The real inventory with one thing changed: `production.modelServing.models.iris.image`. A path begins with the name
 * of a cluster or an environment and goes on with keys, names of listed things and positions. A value of undefined
 * removes the thing; a function gets the thing and returns what shall stand there.
 */
export function changed(path: string, value: unknown, of: Inventory = inventory): Inventory {
  const copy = structuredClone(of);
  const [first = '', ...keys] = path.split('.');
  const root = [...copy.clusters, ...copy.environments].find(({ name }) => name === first);
  const last = keys.pop() ?? '';
  const parent = keys.reduce<unknown>((thing, key) => entryOf(thing, key)[1], root);
  const [key, old] = entryOf(parent, last);
  if (!isObject(parent)) throw new Error(`there must be something at ${path}`);
  const next: unknown = typeof value === 'function' ? value(old) : value;
  if (next === undefined) Reflect.deleteProperty(parent, key);
  else
    Reflect.defineProperty(parent, key, {
      value: next,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return copy;
}

/** The inventory with staging without an identity provider, and so with models that are open. */
export function withoutKeycloak(of: Inventory = inventory): Inventory {
  const open = changed('staging.modelServing.models.digits.access', undefined, of);
  return changed('staging.keycloak', undefined, open);
}

/** Key and value of what a key or a name stands for. */
function entryOf(thing: unknown, key: string): readonly [string, unknown] {
  if (!isObject(thing)) throw new Error(`there must be something that has ${key}`);
  const named = Object.entries(thing).find(([, child]) => isObject(child) && child['name'] === key);
  return Array.isArray(thing) && named !== undefined ? named : [key, thing[key]];
}
