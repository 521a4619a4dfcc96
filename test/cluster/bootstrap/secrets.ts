import { randomBytes } from 'node:crypto';
import { list, mappings, strings, text } from '../../../checks/readers/read';
import type { BootstrapSecret, Cluster } from '../../../environments/environment';
import { groupOf, type KubernetesObject } from '../../../synth/manifest';
import type { Authority } from '../session/authority';
import { bundlesFor, certificatesFor } from './certificates';

/**
 * The Secrets that a person makes before the first sync, those that operators make which do not run here, and the
 * namespaces of both, with content that is good for nothing outside this run.
 *
 * @param objects all of `dist/`
 */
export async function bootstrapObjects(
  { bootstrapSecrets }: Pick<Cluster, 'bootstrapSecrets'>,
  objects: readonly KubernetesObject[],
  authority: Authority,
  folder: string,
): Promise<readonly KubernetesObject[]> {
  const made = [
    ...bootstrapSecrets.map(secretOf),
    ...objects.flatMap(externalSecret),
    ...(await certificatesFor(objects, authority, folder)),
    ...bundlesFor(objects, authority),
  ];
  const namespaces = [...new Set(made.map(({ metadata }) => metadata.namespace ?? ''))];
  return [
    ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    ...made,
  ];
}

function secretOf({ namespace, name, type, keys, labels }: BootstrapSecret): KubernetesObject {
  const stringData = type === 'Opaque' ? valuesOf(keys.map(({ name: key }) => key)) : pullCredentials();
  const metadata = { namespace, name, ...(isRepository(labels) ? {} : { labels: { ...labels } }) };
  return { apiVersion: 'v1', kind: 'Secret', metadata, type, stringData };
}

/** Argo CD would take it for credentials to the repository, which needs none here. */
function isRepository(labels: BootstrapSecret['labels'] = {}): boolean {
  return 'argocd.argoproj.io/secret-type' in labels;
}

/** What External Secrets would copy from a vault. */
function externalSecret(object: KubernetesObject): readonly KubernetesObject[] {
  if (object.kind !== 'ExternalSecret' || groupOf(object) !== 'external-secrets.io') return [];
  const { namespace = '', name: own } = object.metadata;
  const name = text(object, 'spec.target.name') ?? own;
  const keys = mappings(object, 'spec.data').flatMap((entry) => text(entry, 'secretKey') ?? []);
  const labels = strings(object, 'spec.target.template.metadata.labels');
  if (list(object, 'spec.data').length === 0) return [];
  return [
    { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name, labels }, stringData: valuesOf(keys) },
  ];
}

function valuesOf(keys: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.map((key) => [key, randomBytes(16).toString('hex')]));
}

function pullCredentials(): object {
  const auth = Buffer.from('nobody:nothing').toString('base64');
  return { '.dockerconfigjson': JSON.stringify({ auths: { 'registry.test': { auth } } }) };
}
