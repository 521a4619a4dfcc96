import type { Breach, Law } from '../law';
import { type Fields, isMapping } from '../readers/read';
import { isSecretSetting, isSecretVariable, secretInCommand, secretInFile } from '../readers/secrets/names';
import { isReference, secretIn } from '../readers/secrets/tokens';

/** Files of a ConfigMap that hold settings; programs and rules are full of words that only look like one. */
const SETTINGS_FILE = /\.(?:properties|env|ini|conf|cfg|cnf|toml|ya?ml|json|config)$|^config$/i;

type Path = readonly (string | number)[];
type Found = readonly [path: Path, what: string];

/**
 * Nothing secret stands in the tree, which everybody with the repository can read for ever: no Secret with data, no
 * key or token by its form, no literal under the name of one, no URL with a password. A message never repeats it.
 */
export const secretsStayOut: Law = {
  id: 'secrets-stay-out',
  *judge({ manifests }): Generator<Breach> {
    for (const manifest of manifests) {
      const { object } = manifest;
      if (object.kind === 'Secret' && object.apiVersion === 'v1') {
        const fields = ['data', 'stringData'].filter(
          (field) => Object.keys(Object(object[field])).length > 0,
        );
        for (const field of fields) yield { manifest, message: told([field], 'a value') };
        continue;
      }
      for (const [path, what] of new Search(object.kind).in(object)) {
        yield { manifest, message: told(path, what) };
      }
    }
  },
};

function told(path: Path, what: string): string {
  const field = path.reduce<string>(
    (before, key) =>
      typeof key === 'number' ? `${before}[${key}]` : before === '' ? key : `${before}.${key}`,
    '',
  );
  return `\`${field}\` must not hold ${what} in the clear; keep it in the vault and name a Secret`;
}

/** One walk through an object, which notes what is secret, once a place. */
class Search {
  private readonly found: Found[] = [];
  /** Where the walk is; copied only where something is found. */
  private readonly path: (string | number)[] = [];

  constructor(private readonly kind: string) {}

  in(object: unknown): readonly Found[] {
    this.value(object);
    return this.found;
  }

  private value(value: unknown): void {
    if (typeof value === 'string') {
      const what = secretIn(value);
      if (what !== undefined) this.note(what);
    } else if (Array.isArray(value)) this.items(value);
    else if (isMapping(value)) this.entries(value);
  }

  private items(items: readonly unknown[]): void {
    const command = this.path.at(-1) === 'args' || this.path.at(-1) === 'command';
    for (const [index, item] of items.entries()) {
      this.path.push(index);
      const name = command ? secretArgument(item, items[index - 1]) : undefined;
      if (name === undefined) this.value(item);
      else this.note(`'${name}'`);
      this.path.pop();
    }
  }

  private entries(mapping: Fields): void {
    const { name, value } = mapping;
    const variable = typeof name === 'string' && typeof value === 'string' && isSecretVariable(name, value);
    for (const key of Object.keys(mapping)) {
      const item = mapping[key];
      const secret = variable && key === 'value' ? name : this.entry(key, item);
      this.path.push(key);
      if (secret === undefined) this.value(item);
      else this.note(`'${secret}'`);
      this.path.pop();
    }
  }

  /** The name of a secret that an entry of a mapping is or, in a ConfigMap, that its file holds. */
  private entry(key: string, value: unknown): string | undefined {
    if (typeof value !== 'string') return undefined;
    if (this.kind === 'ConfigMap' && this.path[0] === 'data') {
      if (SETTINGS_FILE.test(key)) return secretInFile(value);
      return isSecretSetting(key, value) ? key : undefined;
    }
    if (!/password$/i.test(key) || isReference(value)) return undefined;
    // Below a reference to a Secret, `password` names one of its keys.
    return /secret(?:ref)?$/i.test(String(this.path.at(-1))) ? undefined : key;
  }

  private note(what: string): void {
    this.found.push([[...this.path], what]);
  }
}

/** The name of a secret that an argument holds, alone or after the option before it. */
function secretArgument(argument: unknown, before: unknown): string | undefined {
  if (typeof argument !== 'string') return undefined;
  const option = typeof before === 'string' ? /^--?([\w.-]+)$/.exec(before)?.[1] : undefined;
  if (option !== undefined && !argument.startsWith('-') && isSecretSetting(option, argument)) return option;
  return secretInCommand(argument);
}
