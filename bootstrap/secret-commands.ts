import type { BootstrapKey, BootstrapSecret } from '../environments/environment';

/**
 * Folder outside of the repository in which a person keeps what Secrets are made from: one file a key, below a folder
 * for the namespace and one for the Secret.
 */
export const SECRETS_FOLDER = 'secrets';

type Named = Pick<BootstrapSecret, 'namespace' | 'name'>;

/** Folder that holds the values of a Secret. */
export function folderOf({ namespace, name }: Named): string {
  return `${SECRETS_FOLDER}/${namespace}/${name}`;
}

/** File that holds the value of a key. */
export function fileOf(secret: Named, key: string): string {
  return `${folderOf(secret)}/${key}`;
}

/** Commands that make a Secret from its files. A value is never part of a command, which others can read. */
export function commandsOf(secret: BootstrapSecret): readonly string[] {
  const { namespace, name, type, keys, labels = {} } = secret;
  const files = keys.flatMap((key) => fileCommand(secret, key));
  const contents = keys.map((key) =>
    key.source === 'known'
      ? `--from-literal=${key.name}=${key.value}`
      : `--from-file=${key.name}=${fileOf(secret, key.name)}`,
  );
  return [
    ...(files.length === 0 ? [] : [`install --directory --mode=700 ${folderOf(secret)}`]),
    ...files,
    `kubectl create secret generic ${name} --namespace=${namespace} --type=${type} ${contents.join(' ')}`,
    ...Object.entries(labels).map(
      ([key, value]) => `kubectl label secret ${name} --namespace=${namespace} ${key}=${value}`,
    ),
  ];
}

/** Asks for a value and keeps it in a file, unless the file is there. */
export function askCommand(file: string, question: string): string {
  return `[ -e ${file} ] || { read -rsp '${question}: ' value && printf %s "$value" > ${file}; }`;
}

/** A file that is there already is kept: a seal key made anew would lock the vault for ever. */
function fileCommand(secret: BootstrapSecret, key: BootstrapKey): readonly string[] {
  const file = fileOf(secret, key.name);
  switch (key.source) {
    case 'random':
      return [`[ -e ${file} ] || head --bytes=${key.bytes} /dev/urandom > ${file}`];
    case 'entered':
      return [
        secret.type === 'Opaque'
          ? askCommand(file, `${key.name}, ${key.what}`)
          : `test -s ${file}   # put it there: ${key.what}`,
      ];
    case 'known':
      return [];
  }
}
