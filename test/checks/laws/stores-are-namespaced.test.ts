import { storesAreNamespaced } from '../../../checks/laws/stores-are-namespaced';
import { judge } from '../judge';
import { clusterObject, NAMESPACE, object } from '../objects';
import { spoilt } from '../spoil';
import { account, authority, externalSecret, generatorStore, pushSecret, store } from '../vault-objects';

const ground = [...authority(), account()];
const judged = (...objects: unknown[]) => judge(storesAreNamespaced, [...ground, ...objects]);

describe('stores-are-namespaced', () => {
  test('stores with accounts, roles and an authority of their namespace pass', () => {
    const writer = [generatorStore(), account('external-secrets-generator')];
    const users = [externalSecret('admin', 'a/b'), pushSecret('admin', 'a/b')];
    expect(judged(store(), ...writer, ...users)).toEqual([]);
  });

  test.each([
    ['external-secrets.io/v1', 'ClusterSecretStore', 'a SecretStore'],
    ['external-secrets.io/v1', 'ClusterExternalSecret', 'an ExternalSecret'],
    ['external-secrets.io/v1alpha1', 'ClusterPushSecret', 'a PushSecret'],
    ['generators.external-secrets.io/v1alpha1', 'ClusterGenerator', 'a generator'],
  ])('%s %s fails', (apiVersion, kind, instead) => {
    expect(judged(clusterObject(apiVersion, kind, 'shared'))).toEqual([
      `${kind}/shared: must not be of kind ${kind}, which every namespace may use; use ${instead} in each namespace`,
    ]);
  });

  test('a store is named and is there', () => {
    const secretStoreRef = { kind: 'ClusterSecretStore', name: 'vault' };
    expect(judged(store(), externalSecret('admin', 'a/b', { secretStoreRef }))).toEqual([
      "ExternalSecret/admin: must not use a store of kind 'ClusterSecretStore'; use a SecretStore of its namespace",
    ]);
    expect(judged(externalSecret('admin', 'a/b'))).toEqual([
      "ExternalSecret/admin: must use a SecretStore of its namespace, got 'vault'; render one of that name or correct it",
    ]);
    expect(judged(pushSecret('admin', 'a/b'))).toHaveLength(1);
  });

  test.each([
    [
      { role: 'production-vault' },
      {},
      `\`role\` must be '${NAMESPACE}' or '${NAMESPACE}-generator', got 'production-vault'; another reaches paths that are not its namespace's`,
    ],
    [
      { serviceAccountRef: { name: 'other' } },
      {},
      `\`serviceAccountRef\` must name a ServiceAccount of its namespace, got '${NAMESPACE}/other'; render one of that name or correct it`,
    ],
    [
      { serviceAccountRef: { name: 'external-secrets', namespace: 'production-vault' } },
      {},
      "`serviceAccountRef` must name a ServiceAccount of its namespace, got 'production-vault/external-secrets'; render one of that name or correct it",
    ],
    [
      {},
      { server: 'http://openbao:8200' },
      "`server` must be an HTTPS URL, got 'http://openbao:8200'; its clients send their tokens there",
    ],
    [
      {},
      { caProvider: { type: 'ConfigMap', name: 'internal-ca', key: 'ca.crt', namespace: 'cert-manager' } },
      "`caProvider` must be in its own namespace, got 'cert-manager/internal-ca'; leave `namespace` out and distribute the authority there",
    ],
    [
      {},
      { caProvider: { type: 'ConfigMap', name: 'other-ca', key: 'ca.crt' } },
      "`caProvider` must name a ConfigMap of its namespace, got 'other-ca'; label the namespace for the Bundle or correct the name",
    ],
  ])('login %p and provider %p fail', (login, provider, message) => {
    expect(judged(store('vault', login, provider))).toEqual([`SecretStore/vault: ${message}`]);
  });

  test('a namespace without the label gets no authority, but it may have a ConfigMap of its own', () => {
    const [bundle] = authority();
    expect(judge(storesAreNamespaced, [bundle, account(), store()])).toHaveLength(1);
    const own = object('v1', 'ConfigMap', 'internal-ca', { data: {} });
    expect(judge(storesAreNamespaced, [own, account(), store()])).toEqual([]);
  });

  test('an account that may write is not the one that reads', () => {
    const writer = store('vault-generator', { role: `${NAMESPACE}-generator` });
    expect(judged(store(), writer)).toEqual([
      "SecretStore/vault-generator: `serviceAccountRef` must not be shared, got 'external-secrets', with which SecretStore 'vault' has another role; use one for each",
    ]);
    expect(judged(store(), store('again'))).toEqual([]);
  });

  test('junk in any field is no reason to throw', () => {
    const objects = [...ground, store(), externalSecret('admin', 'a/b'), pushSecret('admin', 'a/b')];
    for (const worse of spoilt(objects)) expect(() => judge(storesAreNamespaced, worse)).not.toThrow();
  });
});
