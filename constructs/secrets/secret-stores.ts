import type { ISecretStore } from '@kubernetes-models/external-secrets/external-secrets.io/v1/SecretStore';
import { KubeServiceAccount } from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { resolve } from '../../values/parse';
import { namespaceOf } from '../namespace';
import { Resource } from '../resource';
import { VAULT_AUDIENCE } from '../vault/props';
import {
  GENERATOR_ACCOUNT,
  GENERATOR_STORE,
  generatorRoleOf,
  KUBERNETES_MOUNT,
  KV_MOUNT,
  READER_ACCOUNT,
  READER_STORE,
  readerRoleOf,
  type SecretStoresProps,
  type SecretStoresSettings,
  secretStoresProps,
} from './props';

/**
 * The way of one namespace to its own paths in the vault: a store that reads, and where values are generated another
 * that may write, each with a ServiceAccount of its own that no pod runs as. Its chart must name a namespace.
 *
 * @throws FaultsError when the props contradict each other
 * @see https://external-secrets.io/latest/provider/hashicorp-vault/
 */
export class SecretStores extends Construct {
  constructor(scope: Construct, id: string, props: SecretStoresProps) {
    super(scope, id);
    const namespace = namespaceOf(this);
    const settings = resolve(secretStoresProps, props, this.node.path);
    const stores: readonly (readonly [store: string, account: string, role: string])[] = [
      [READER_STORE, READER_ACCOUNT, readerRoleOf(namespace)],
      ...(settings.generates
        ? [[GENERATOR_STORE, GENERATOR_ACCOUNT, generatorRoleOf(namespace)] as const]
        : []),
    ];
    for (const [name, account, role] of stores) {
      new KubeServiceAccount(this, `ServiceAccount-${account}`, {
        metadata: { name: account, namespace },
        automountServiceAccountToken: false,
      });
      new Resource(this, `SecretStore-${name}`, storeOf({ namespace, name }, account, role, settings));
    }
  }
}

/** The operator asks the API server for a token of the account, which the vault takes for the role. */
function storeOf(
  metadata: { readonly namespace: string; readonly name: string },
  account: string,
  role: string,
  { server, ca }: SecretStoresSettings,
): ISecretStore {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata,
    spec: {
      provider: {
        vault: {
          server,
          path: KV_MOUNT,
          version: 'v2',
          caProvider: { type: 'ConfigMap', name: ca.configMap, key: ca.key },
          auth: {
            kubernetes: {
              mountPath: KUBERNETES_MOUNT,
              role,
              serviceAccountRef: { name: account, audiences: [VAULT_AUDIENCE] },
            },
          },
        },
      },
    },
  };
}
