import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { BootstrapKey, BootstrapSecret } from '../environments/environment';
import type { Answer, Kubectl } from './kubectl';
import { fileOf, folderOf } from './secret-commands';
import type { Check } from './step';

/** Asks a person for a value; undefined where nobody answers. */
export type Ask = (question: string) => Promise<string | undefined>;

/**
 * Makes a namespace or a Secret that is missing. Of a Secret each value comes from its file where there is one; random
 * ones are made and kept there first, and others asked for. What is there already is never changed.
 *
 * @returns what kubectl said, or undefined for what only a person or Argo CD can make
 * @throws Error when a value is not given
 */
export async function make(check: Check, kubectl: Kubectl, ask: Ask): Promise<Answer | undefined> {
  switch (check.kind) {
    case 'namespace':
      return kubectl.run(['create', 'namespace', check.name]);
    case 'secret':
      return kubectl.run(['create', '--filename=-'], JSON.stringify(await objectOf(check.secret, ask)));
    default:
      return undefined;
  }
}

async function objectOf(secret: BootstrapSecret, ask: Ask): Promise<object> {
  const { namespace, name, type, labels = {}, keys } = secret;
  const data: Record<string, string> = {};
  for (const key of keys) data[key.name] = (await contentOf(secret, key, ask)).toString('base64');
  return { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name, labels }, type, data };
}

async function contentOf(secret: BootstrapSecret, key: BootstrapKey, ask: Ask): Promise<Buffer> {
  const file = fileOf(secret, key.name);
  if (key.source === 'known') return Buffer.from(key.value);
  if (existsSync(file)) return readFileSync(file);
  if (key.source === 'random') {
    const value = randomBytes(key.bytes);
    mkdirSync(folderOf(secret), { recursive: true, mode: 0o700 });
    writeFileSync(file, value, { mode: 0o600, flag: 'wx' });
    return value;
  }
  const answer =
    secret.type === 'Opaque'
      ? await ask(`${secret.namespace}/${secret.name} ${key.name}, ${key.what}`)
      : undefined;
  if (answer === undefined || answer === '')
    throw new Error(`${file} must hold the ${key.what}; put it there or answer the question`);
  return Buffer.from(answer);
}
