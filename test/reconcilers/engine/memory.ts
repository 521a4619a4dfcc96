import { TransientError } from '../../../reconcilers/engine/errors';
import type { Actual, Fields, Kind, Ledger, Owned, Resource } from '../../../reconcilers/engine/resource';

/** A product in memory, which remembers what was asked of it. */
export class Memory implements Ledger {
  /** What it holds: `kind/name` → fields. */
  readonly things = new Map<string, Actual>();
  /** Requests that wrote, and writes of the record. */
  readonly writes: string[] = [];
  /** Requests that fail for good, or for a moment. */
  readonly failing = new Map<string, Error>();
  owned: Owned = { names: [], fingerprints: {} };

  read(): Promise<Owned> {
    return Promise.resolve(this.owned);
  }

  write(owned: Owned): Promise<void> {
    this.writes.push(`record ${owned.names.join(' ')}`.trimEnd());
    this.owned = owned;
    return Promise.resolve();
  }

  kind(name: string, options: { readonly removable?: boolean; readonly tellsSecrets?: boolean } = {}): Kind {
    const { removable = true, tellsSecrets = false } = options;
    const write = async (act: string, one: string, actual?: Actual) => {
      const request = `${act} ${name}/${one}`;
      const failure = this.failing.get(request);
      if (failure !== undefined) throw failure;
      this.writes.push(request);
      if (actual === undefined) this.things.delete(`${name}/${one}`);
      else this.things.set(`${name}/${one}`, actual);
    };
    const put = (act: string, { name: one, fields, secrets = {} }: Resource) =>
      write(act, one, { fields: { ...this.things.get(`${name}/${one}`)?.fields, ...fields }, secrets });
    return {
      name,
      removable,
      tellsSecrets,
      read: async ({ name: one }) => this.things.get(`${name}/${one}`),
      exists: async (one) => this.things.has(`${name}/${one}`),
      create: (resource) => put('create', resource),
      update: (resource) => put('update', resource),
      remove: (one) => write('remove', one),
    };
  }
}

/** A thing of a kind. */
export function thing(
  kind: string,
  name: string,
  fields: Fields = {},
  more: Partial<Resource> = {},
): Resource {
  return { kind, name, fields, ...more };
}

export const lost = (message: string) => new TransientError(message);
