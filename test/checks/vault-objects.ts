import { NAMESPACE, namespace, object } from './objects';

/** URL of the vault of the tests, by the Service of its active node. */
export const SERVER = 'https://openbao-active.production-vault.svc:8200';

type Fields = Readonly<Record<string, unknown>>;

/** A reading SecretStore with the account and the authority that it names. */
export function store(
  name = 'vault',
  login: Fields = {},
  provider: Fields = {},
  inNamespace: string = NAMESPACE,
) {
  const kubernetes = {
    mountPath: 'kubernetes',
    role: inNamespace,
    serviceAccountRef: { name: 'external-secrets' },
    ...login,
  };
  const caProvider = { type: 'ConfigMap', name: 'internal-ca', key: 'ca.crt' };
  const vault = { server: SERVER, path: 'kv', version: 'v2', caProvider, auth: { kubernetes }, ...provider };
  return object(
    'external-secrets.io/v1',
    'SecretStore',
    name,
    { spec: { provider: { vault } } },
    inNamespace,
  );
}

/** The store that generated values are written through. */
export function generatorStore() {
  const login = { role: `${NAMESPACE}-generator`, serviceAccountRef: { name: 'external-secrets-generator' } };
  return store('vault-generator', login);
}

/** A ServiceAccount that a store logs in as. */
export function account(name = 'external-secrets', inNamespace: string = NAMESPACE) {
  return object('v1', 'ServiceAccount', name, {}, inNamespace);
}

/** The Bundle of the internal authority, and the namespace labelled for it. */
export function authority(name: string = NAMESPACE) {
  const spec = {
    sources: [{ secret: { name: 'root-ca', key: 'tls.crt' } }],
    target: { configMap: { key: 'ca.crt' }, namespaceSelector: { matchLabels: { trust: 'internal' } } },
  };
  return [
    {
      apiVersion: 'trust.cert-manager.io/v1alpha1',
      kind: 'Bundle',
      metadata: { name: 'internal-ca' },
      spec,
    },
    namespace(name, { trust: 'internal' }),
  ];
}

/** An ExternalSecret that reads one path. */
export function externalSecret(
  name: string,
  path: string,
  fields: Fields = {},
  inNamespace: string = NAMESPACE,
) {
  const spec = {
    secretStoreRef: { kind: 'SecretStore', name: 'vault' },
    target: { name },
    data: [{ secretKey: 'uri', remoteRef: { key: path, property: 'uri' } }],
    ...fields,
  };
  return object('external-secrets.io/v1', 'ExternalSecret', name, { spec }, inNamespace);
}

/** A PushSecret that writes a generated value to one path. */
export function pushSecret(name: string, path: string, fields: Fields = {}) {
  const spec = {
    updatePolicy: 'IfNotExists',
    deletionPolicy: 'None',
    secretStoreRefs: [{ kind: 'SecretStore', name: 'vault-generator' }],
    selector: { generatorRef: { kind: 'Password', name } },
    data: [{ match: { secretKey: 'password', remoteRef: { remoteKey: path, property: 'uri' } } }],
    ...fields,
  };
  return object('external-secrets.io/v1alpha1', 'PushSecret', name, { spec });
}
