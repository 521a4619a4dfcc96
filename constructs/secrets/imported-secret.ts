import type { IExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret';
import { Construct } from 'constructs';
import { resolve } from '../../values/parse';
import { namespaceOf } from '../namespace';
import { Resource } from '../resource';
import {
  type ImportedSecretProps,
  type ImportedSecretSettings,
  importedSecret,
  READER_STORE,
  vaultPathOf,
} from './props';

/**
 * One Secret that is read from the vault through the store of its namespace and follows it. It stays with its last
 * value when the vault is away or the path is deleted, and goes only with the ExternalSecret itself.
 *
 * @throws FaultsError when the props contradict each other
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export class ImportedSecret extends Construct {
  constructor(scope: Construct, id: string, props: ImportedSecretProps) {
    super(scope, id);
    const settings = resolve(importedSecret, props, this.node.path);
    new Resource(this, 'ExternalSecret', externalSecretOf(namespaceOf(this), settings));
  }
}

/** Defaults of what stands in lists are spelled out: the API server fills them in, and a comparison would differ. */
function externalSecretOf(namespace: string, settings: ImportedSecretSettings): IExternalSecret {
  const { name, keys, path = vaultPathOf(namespace, name), refreshIntervalSeconds } = settings;
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace },
    spec: {
      refreshInterval: `${refreshIntervalSeconds}s`,
      secretStoreRef: { kind: 'SecretStore', name: READER_STORE },
      target: { name, creationPolicy: 'Owner', deletionPolicy: 'Retain', ...templateOf(settings) },
      data: keys.map(({ key, property = key }) => ({
        secretKey: key,
        remoteRef: {
          key: path,
          property,
          conversionStrategy: 'Default',
          decodingStrategy: 'None',
          metadataPolicy: 'None',
        },
      })),
    },
  };
}

function templateOf({
  template,
}: ImportedSecretSettings): Pick<NonNullable<NonNullable<IExternalSecret['spec']>['target']>, 'template'> {
  if (template === undefined) return {};
  const { type, labels, data } = template;
  return {
    template: {
      engineVersion: 'v2',
      mergePolicy: 'Replace',
      type,
      ...(Object.keys(labels).length > 0 && { metadata: { labels: { ...labels } } }),
      ...(data !== undefined && { data: { ...data } }),
    },
  };
}
