import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { BootstrapKey, BootstrapSecret, Cluster } from '../../../environments/environment';
import type { KubernetesObject } from '../../../synth/manifest';
import { type Authority, issue } from '../session/authority';

/**
 * The Secrets that a person makes before the first sync, and their namespaces, with content that is good for nothing
 * outside this run.
 */
export async function bootstrapObjects(
  { bootstrapSecrets: secrets, environments }: Pick<Cluster, 'bootstrapSecrets' | 'environments'>,
  authority: Authority,
  folder: string,
): Promise<readonly KubernetesObject[]> {
  const namespaces = [...new Set(secrets.map(({ namespace }) => namespace))];
  const made: KubernetesObject[] = [];
  const domains = new Map(environments.map(({ certificateSecret, domain }) => [certificateSecret, domain]));
  for (const secret of secrets) {
    made.push(await secretOf(secret, domains.get(secret.name), authority, folder));
  }
  return [
    ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    ...made,
  ];
}

async function secretOf(
  { namespace, name, type, labels = {}, keys }: BootstrapSecret,
  domain: string | undefined,
  authority: Authority,
  folder: string,
): Promise<KubernetesObject> {
  const metadata = { namespace, name, labels };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata, type };
  switch (type) {
    case 'kubernetes.io/tls':
      return {
        ...secret,
        stringData: await certificate(name, domain ?? `${name}.test`, authority, folder),
      };
    case 'kubernetes.io/dockerconfigjson':
      return { ...secret, stringData: pullCredentials() };
    case 'Opaque':
      return { ...secret, data: Object.fromEntries(keys.map((key) => [key.name, contentOf(key)])) };
  }
}

/** Base64 of what a key holds: what is known, random bytes, or a word where a person would enter something. */
function contentOf(key: BootstrapKey): string {
  switch (key.source) {
    case 'known':
      return Buffer.from(key.value).toString('base64');
    case 'random':
      return randomBytes(key.bytes).toString('base64');
    case 'entered':
      return Buffer.from('nothing').toString('base64');
  }
}

/** The gateway's controller chooses a certificate by its names. */
async function certificate(
  name: string,
  domain: string,
  authority: Authority,
  folder: string,
): Promise<object> {
  const files = await issue(authority, folder, name, { subject: `/CN=${name}`, names: [`DNS:*.${domain}`] });
  return { 'tls.crt': readFileSync(files.certificate, 'utf8'), 'tls.key': readFileSync(files.key, 'utf8') };
}

function pullCredentials(): object {
  const auth = Buffer.from('nobody:nothing').toString('base64');
  return { '.dockerconfigjson': JSON.stringify({ auths: { 'registry.test': { auth } } }) };
}
