import { randomBytes } from 'node:crypto';
import { ACCESS_KEY_ID, SECRET_ACCESS_KEY } from '../../../constructs/object-storage/props';
import type { BootstrapKey, BootstrapSecret, Cluster } from '../../../environments/environment';
import type { KubernetesObject } from '../../../synth/manifest';
import type { Credentials } from './object-storage';

/** Secrets by which Argo CD would take the repository for one that needs credentials: here it needs none. */
const REPOSITORY = 'argocd.argoproj.io/secret-type';

/**
 * What a person makes before the first sync, and nothing else: the namespaces and the Secrets of the typed list. They are
 * good for nothing outside this run.
 */
export function bootstrapSecrets(
  { bootstrapSecrets: secrets, environments }: Cluster,
  credentials: Credentials,
): readonly KubernetesObject[] {
  const storage = environments.flatMap(({ objectStorage }) => objectStorage?.secret ?? []);
  const made = secrets.map((secret) => secretOf(secret, storage, credentials));
  const namespaces = [...new Set(secrets.map(({ namespace }) => namespace))];
  return [
    ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    ...made,
  ];
}

function secretOf(
  { namespace, name, type, keys, labels = {} }: BootstrapSecret,
  storage: readonly string[],
  { accessKeyId, secretAccessKey }: Credentials,
): KubernetesObject {
  const entered = (key: string): string => {
    if (storage.includes(name) && key === ACCESS_KEY_ID) return accessKeyId;
    if (storage.includes(name) && key === SECRET_ACCESS_KEY) return secretAccessKey;
    return type === 'kubernetes.io/dockerconfigjson' ? JSON.stringify(NO_REGISTRY) : 'nothing';
  };
  const contentOf = (key: BootstrapKey): Buffer => {
    switch (key.source) {
      case 'known':
        return Buffer.from(key.value);
      case 'random':
        return randomBytes(key.bytes);
      case 'entered':
        return Buffer.from(entered(key.name));
    }
  };
  const own = Object.entries(labels).filter(([label]) => label !== REPOSITORY);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name, labels: Object.fromEntries(own) },
    type,
    data: Object.fromEntries(keys.map((key) => [key.name, contentOf(key).toString('base64')])),
  };
}

const NO_REGISTRY = {
  auths: { 'registry.bench.example': { auth: Buffer.from('nobody:nothing').toString('base64') } },
};
