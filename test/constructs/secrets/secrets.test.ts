import { GeneratedSecret } from '../../../constructs/secrets/generated-secret';
import { ImportedSecret } from '../../../constructs/secrets/imported-secret';
import {
  type GeneratedSecretProps,
  generatorRoleOf,
  type ImportedSecretProps,
  importedSecretsOf,
  oidcClientOf,
  readerRoleOf,
  type VaultSecretsProps,
  vaultPathOf,
} from '../../../constructs/secrets/props';
import { SecretStores } from '../../../constructs/secrets/secret-stores';
import { VaultSecrets } from '../../../constructs/secrets/vault-secrets';
import { deepFreeze } from '../../../values/object';
import type { Leaf, Row } from '../everything';
import { at, faultsOf, NAMESPACE, rendered } from '../rendered';
import {
  everyGenerated,
  everyImport,
  everyStore,
  everyVaultSecret,
  minimalGenerated,
  minimalImport,
  vault,
} from './fixtures';

const stores = (generates: boolean) =>
  rendered((chart) => new SecretStores(chart, 'Stores', { ...vault, generates }));
const imported = (props: ImportedSecretProps) =>
  rendered((chart) => new ImportedSecret(chart, 'Imported', props));
const generated = (props: GeneratedSecretProps) =>
  rendered((chart) => new GeneratedSecret(chart, 'Generated', props));
const all = (props: VaultSecretsProps) => rendered((chart) => new VaultSecrets(chart, 'Secrets', props));

const ES = 'ExternalSecret';
const REMOTE = 'spec.data.0.remoteRef';

describe('SecretStores', () => {
  test('a namespace that generates nothing has no way to write', () => {
    expect(stores(false).names).toEqual(['SecretStore/vault', 'ServiceAccount/external-secrets']);
  });

  test('one that generates has a second store with an account and a role of its own', () => {
    const objects = rendered((chart) => new SecretStores(chart, 'Stores', everyStore));
    expect(objects.names).toEqual([
      'SecretStore/vault',
      'SecretStore/vault-generator',
      'ServiceAccount/external-secrets',
      'ServiceAccount/external-secrets-generator',
    ]);
    const authOf = (name: string) =>
      at(objects.one(`SecretStore/${name}`), 'spec.provider.vault.auth.kubernetes');
    expect(authOf('vault')).toEqual({
      mountPath: 'kubernetes',
      role: readerRoleOf(NAMESPACE),
      serviceAccountRef: { name: 'external-secrets', audiences: ['openbao'] },
    });
    expect(authOf('vault-generator')).toEqual({
      mountPath: 'kubernetes',
      role: generatorRoleOf(NAMESPACE),
      serviceAccountRef: { name: 'external-secrets-generator', audiences: ['openbao'] },
    });
    expect(generatorRoleOf(NAMESPACE)).not.toBe(readerRoleOf(NAMESPACE));
  });

  test('the authority is read from the namespace itself, and no account has a token in a pod', () => {
    const store = stores(false).one('SecretStore');
    expect(at(store, 'spec.provider.vault')).toMatchObject({
      server: vault.server,
      path: 'kv',
      version: 'v2',
      caProvider: { type: 'ConfigMap', name: 'company-ca', key: 'root.crt' },
    });
    const plain = rendered((chart) => new SecretStores(chart, 'Stores', { server: vault.server }));
    expect(at(plain.one('SecretStore'), 'spec.provider.vault.caProvider')).toEqual({
      type: 'ConfigMap',
      name: 'internal-ca',
      key: 'ca.crt',
    });
    expect(at(store, 'spec.provider.vault.caProvider.namespace')).toBeUndefined();
    expect(stores(false).one('ServiceAccount')['automountServiceAccountToken']).toBe(false);
  });

  test('a vault without TLS is refused', () => {
    const server = 'http://openbao-active.production-vault.svc:8200';
    expect(faultsOf((chart) => new SecretStores(chart, 'Stores', { ...vault, server }))).toEqual([
      expect.stringContaining(`\`server\` must be an HTTPS URL, got '${server}'; use 'https://openbao:8200'`),
    ]);
  });
});

describe('ImportedSecret', () => {
  const EVERYTHING: Readonly<Record<Leaf<ImportedSecretProps>, readonly Row[]>> = {
    name: [
      [ES, 'metadata.name', 'argo-cd-oidc'],
      [ES, 'spec.target.name', 'argo-cd-oidc'],
    ],
    keys: [
      [ES, 'spec.data.0.secretKey', 'secret'],
      [ES, `${REMOTE}.property`, 'client-secret'],
    ],
    path: [[ES, `${REMOTE}.key`, 'oidc-clients/argo-cd']],
    refreshIntervalSeconds: [[ES, 'spec.refreshInterval', '30s']],
    'template.type': [[ES, 'spec.target.template.type', 'kubernetes.io/basic-auth']],
    'template.labels': [
      [ES, 'spec.target.template.metadata.labels', { 'app.kubernetes.io/part-of': 'argocd' }],
    ],
    'template.data': [[ES, 'spec.target.template.data', { password: '{{ .secret }}' }]],
  };

  test.each(Object.entries(EVERYTHING).flatMap(([prop, rows]) => rows.map((row) => [prop, row] as const)))(
    '%s arrives: %p',
    (_, [object, path, value]) => {
      expect(at(imported(everyImport).one(object), path)).toEqual(value);
    },
  );

  test('without more than a name and its keys it lies at the path of its namespace and name', () => {
    expect(imported(minimalImport).one(ES)['spec']).toEqual({
      refreshInterval: '60s',
      secretStoreRef: { kind: 'SecretStore', name: 'vault' },
      target: { name: 'broker', creationPolicy: 'Owner', deletionPolicy: 'Retain' },
      data: [
        {
          secretKey: 'uri',
          remoteRef: {
            key: vaultPathOf(NAMESPACE, 'broker'),
            property: 'uri',
            conversionStrategy: 'Default',
            decodingStrategy: 'None',
            metadataPolicy: 'None',
          },
        },
      ],
    });
  });

  test.each([
    [{ keys: [] }, '`keys` must have at least one key'],
    [
      { keys: [{ key: 'uri' }, { key: 'uri' }] },
      "`keys.1.key` must be used once, got 'uri' twice; remove one",
    ],
    [
      { path: 'kv/broker' },
      "`path` must be a path of at least two parts within the mount, without `kv/` before it, got 'kv/broker'; use 'oidc-clients/argo-cd'",
    ],
    [
      { refreshIntervalSeconds: 5 },
      '`refreshIntervalSeconds` must be a whole number of seconds from 10 to 86400, got 5',
    ],
  ])('%p is refused', (wrong, message) => {
    const props = { ...minimalImport, ...wrong };
    expect(faultsOf((chart) => new ImportedSecret(chart, 'Imported', props))).toEqual([
      expect.stringContaining(message),
    ]);
  });

  test('references to one Secret become one with all its keys', () => {
    const broker = (key: string) => ({ secret: 'broker', key });
    const references = [broker('uri'), { secret: 'api', key: 'token' }, broker('ca'), broker('uri')];
    expect(importedSecretsOf(references)).toEqual([
      { name: 'api', keys: [{ key: 'token' }] },
      { name: 'broker', keys: [{ key: 'ca' }, { key: 'uri' }] },
    ]);
  });
});

describe('GeneratedSecret', () => {
  test('is written once, by its own generator, and never removed', () => {
    expect(generated(minimalGenerated).one('PushSecret')['spec']).toEqual({
      refreshInterval: '1h0m0s',
      updatePolicy: 'IfNotExists',
      deletionPolicy: 'None',
      secretStoreRefs: [{ kind: 'SecretStore', name: 'vault-generator' }],
      selector: {
        generatorRef: {
          apiVersion: 'generators.external-secrets.io/v1alpha1',
          kind: 'Password',
          name: 'admin',
        },
      },
      data: [
        {
          conversionStrategy: 'None',
          match: {
            secretKey: 'password',
            remoteRef: { remoteKey: vaultPathOf(NAMESPACE, 'admin'), property: 'client-secret' },
          },
        },
      ],
    });
    expect(generated(minimalGenerated).one('Password')['spec']).toEqual({
      length: 32,
      digits: 8,
      symbols: 0,
      noUpper: false,
      allowRepeat: true,
    });
  });

  const EVERYTHING: Readonly<Record<Leaf<GeneratedSecretProps>, readonly Row[]>> = {
    name: [
      ['PushSecret', 'metadata.name', 'models'],
      ['PushSecret', 'spec.selector.generatorRef.name', 'models'],
      ['Password', 'metadata.name', 'models'],
    ],
    key: [['PushSecret', 'spec.data.0.match.remoteRef.property', 'client-secret']],
    path: [['PushSecret', 'spec.data.0.match.remoteRef.remoteKey', oidcClientOf('models').path]],
    length: [
      ['Password', 'spec.length', 48],
      ['Password', 'spec.digits', 12],
    ],
  };

  test.each(Object.entries(EVERYTHING).flatMap(([prop, rows]) => rows.map((row) => [prop, row] as const)))(
    '%s arrives: %p',
    (_, [object, path, value]) => {
      expect(at(generated(everyGenerated).one(object), path)).toEqual(value);
    },
  );

  test('a value that could be guessed is refused', () => {
    const short = { ...minimalGenerated, length: 23 };
    expect(faultsOf((chart) => new GeneratedSecret(chart, 'Generated', short))).toEqual([
      expect.stringContaining('`length` must be a whole number of characters from 24 to 256, got 23'),
    ]);
  });
});

describe('VaultSecrets', () => {
  test('stores, imports and generators come together', () => {
    expect(all(everyVaultSecret).kinds).toEqual([
      'ExternalSecret',
      'Password',
      'PushSecret',
      'SecretStore',
      'SecretStore',
      'ServiceAccount',
      'ServiceAccount',
    ]);
  });

  test('a namespace that needs no secret gets no way to the vault', () => {
    expect(all({ ...vault, imported: [] }).names).toEqual([]);
    expect(all({ ...vault, imported: [minimalImport] }).names).not.toContain('SecretStore/vault-generator');
  });

  test.each([
    ['imported', { imported: [minimalImport, minimalImport] }, 'broker'],
    ['generated', { imported: [], generated: [minimalGenerated, minimalGenerated] }, 'admin'],
  ])('two of one name are refused among the %s', (list, lists, name) => {
    expect(faultsOf((chart) => new VaultSecrets(chart, 'Secrets', { ...vault, ...lists }))).toEqual([
      expect.stringContaining(
        `Secrets/${list}/${name}: \`name\` must be used once, got '${name}' twice; give its keys in one place`,
      ),
    ]);
  });

  test('what it is given stays as it was', () => {
    const props = deepFreeze(structuredClone(everyVaultSecret));
    expect(() => all(props)).not.toThrow();
  });
});
