import type { IPushSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1alpha1/PushSecret';
import type { IPassword } from '@kubernetes-models/external-secrets/generators.external-secrets.io/v1alpha1/Password';
import { Construct } from 'constructs';
import { resolve } from '../../values/parse';
import { namespaceOf } from '../namespace';
import { Resource } from '../resource';
import {
  GENERATOR_STORE,
  type GeneratedSecretProps,
  type GeneratedSecretSettings,
  generatedSecret,
  vaultPathOf,
} from './props';

/**
 * A value that the cluster makes up once and keeps in the vault. It is written only where the vault has none, and stays
 * there whatever is deleted in the cluster; who needs it reads it from the vault, never from the generator, which makes
 * a new one each time it is asked.
 *
 * @throws FaultsError when the props contradict each other
 * @see https://external-secrets.io/latest/api/pushsecret/
 */
export class GeneratedSecret extends Construct {
  constructor(scope: Construct, id: string, props: GeneratedSecretProps) {
    super(scope, id);
    const namespace = namespaceOf(this);
    const settings = resolve(generatedSecret, props, this.node.path);
    new Resource(this, 'Password', passwordOf(namespace, settings));
    new Resource(this, 'PushSecret', pushSecretOf(namespace, settings));
  }
}

/** Letters and digits alone: a value that no URL, shell or properties file has to quote. */
function passwordOf(namespace: string, { name, length }: GeneratedSecretSettings): IPassword {
  return {
    apiVersion: 'generators.external-secrets.io/v1alpha1',
    kind: 'Password',
    metadata: { name, namespace },
    spec: { length, digits: Math.floor(length / 4), symbols: 0, noUpper: false, allowRepeat: true },
  };
}

/** The generator's one output is called `password`. */
function pushSecretOf(namespace: string, settings: GeneratedSecretSettings): IPushSecret {
  const { name, key, path = vaultPathOf(namespace, name) } = settings;
  return {
    apiVersion: 'external-secrets.io/v1alpha1',
    kind: 'PushSecret',
    metadata: { name, namespace },
    spec: {
      refreshInterval: '1h0m0s',
      updatePolicy: 'IfNotExists',
      deletionPolicy: 'None',
      secretStoreRefs: [{ kind: 'SecretStore', name: GENERATOR_STORE }],
      selector: {
        generatorRef: { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'Password', name },
      },
      data: [
        {
          conversionStrategy: 'None',
          match: { secretKey: 'password', remoteRef: { remoteKey: path, property: key } },
        },
      ],
    },
  };
}
