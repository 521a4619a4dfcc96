import { type Difference, differencesOf } from './difference';
import { fingerprintOf, isFingerprintOf } from './fingerprint';
import { type Actual, type Kind, keyOf, type Owned, type Resource } from './resource';

/** One thing to do. */
export type Step =
  | { readonly act: 'create'; readonly kind: Kind; readonly resource: Resource }
  | {
      readonly act: 'update';
      readonly kind: Kind;
      readonly resource: Resource;
      readonly actual: Actual;
      readonly differences: readonly Difference[];
      /** Fields of secrets that differ. */
      readonly secrets: readonly string[];
    }
  | { readonly act: 'remove'; readonly kind: Kind; readonly name: string };

/** All that is to be done, in the order in which it is done. */
export interface Plan {
  readonly steps: readonly Step[];
  /** Things that wait, each with what for. */
  readonly waiting: readonly Resource[];
  /** The record as it must be before the first step: what was ours and what is going to be. */
  readonly claimed: Owned;
  /** The record as it must be after the last one. */
  readonly settled: Owned;
}

/** Reads the server and says what is to be done; writes nothing. */
export async function planOf(
  resources: readonly Resource[],
  kinds: readonly Kind[],
  owned: Owned,
): Promise<Plan> {
  const steps: Step[] = [];
  for (const kind of kinds) {
    for (const resource of resources.filter((one) => one.kind === kind.name)) {
      if (resource.waitsFor !== undefined) continue;
      steps.push(...stepFor(kind, resource, await kind.read(resource), owned));
    }
  }
  steps.push(...(await removals(resources, kinds, owned)));
  const settled = settledOf(resources, kinds, owned);
  const names = [...new Set([...owned.names, ...settled.names])].sort();
  return {
    steps,
    waiting: resources.filter(({ waitsFor }) => waitsFor !== undefined),
    claimed: { names, fingerprints: owned.fingerprints },
    settled,
  };
}

function stepFor(kind: Kind, resource: Resource, actual: Actual | undefined, owned: Owned): readonly Step[] {
  if (actual === undefined) return [{ act: 'create', kind, resource }];
  const differences = differencesOf(resource.fields, actual.fields);
  const secrets = Object.entries(resource.secrets ?? {})
    .filter(([field, value]) => {
      if (kind.tellsSecrets) return actual.secrets?.[field] !== value;
      return !isFingerprintOf(owned.fingerprints[`${keyOf(resource)}.${field}`], value);
    })
    .map(([field]) => field);
  if (differences.length === 0 && secrets.length === 0) return [];
  return [{ act: 'update', kind, resource, actual, differences, secrets }];
}

/** What is ours and left the code, last kind first, since later kinds lean on earlier ones. */
async function removals(
  resources: readonly Resource[],
  kinds: readonly Kind[],
  owned: Owned,
): Promise<readonly Step[]> {
  const stated = new Set(resources.map(keyOf));
  const steps: Step[] = [];
  for (const kind of [...kinds].reverse().filter(({ removable }) => removable)) {
    for (const key of owned.names.filter((one) => one.startsWith(`${kind.name}/`) && !stated.has(one))) {
      const name = key.slice(kind.name.length + 1);
      if (await kind.exists(name)) steps.push({ act: 'remove', kind, name });
    }
  }
  return steps;
}

/** Of a thing that waits the record stays as it is: it may have been made by an earlier run. */
function settledOf(resources: readonly Resource[], kinds: readonly Kind[], owned: Owned): Owned {
  const removable = new Set(kinds.filter((kind) => kind.removable).map(({ name }) => name));
  const names = resources
    .filter((one) => removable.has(one.kind))
    .filter((one) => one.waitsFor === undefined || owned.names.includes(keyOf(one)))
    .map(keyOf)
    .sort();
  const telling = new Set(kinds.filter((kind) => kind.tellsSecrets).map(({ name }) => name));
  const silent = resources.filter(({ kind }) => !telling.has(kind));
  const fingerprints = silent.flatMap((resource) =>
    Object.entries(resource.secrets ?? {}).map(([field, value]) => {
      const key = `${keyOf(resource)}.${field}`;
      const known = owned.fingerprints[key];
      return [key, isFingerprintOf(known, value) ? known : fingerprintOf(value)] as const;
    }),
  );
  const waiting = resources.filter(({ waitsFor }) => waitsFor !== undefined).map((one) => `${keyOf(one)}.`);
  const kept = Object.entries(owned.fingerprints).filter(([key]) =>
    waiting.some((one) => key.startsWith(one)),
  );
  return { names, fingerprints: Object.fromEntries([...kept, ...fingerprints].sort()) };
}
