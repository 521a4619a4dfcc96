import { secretsHaveOneProducer } from '../../../checks/laws/secrets-have-one-producer';
import { judge } from '../judge';
import { clusterObject, container, deployment, NAMESPACE, object } from '../objects';
import { spoilt } from '../spoil';

const reads = (secretName: string, fields: object = {}) =>
  deployment('iris', { volumes: [{ name: 'db', secret: { secretName, ...fields } }] });
const externalSecret = (name: string, target: object = {}) =>
  object('external-secrets.io/v1', 'ExternalSecret', name, { spec: { target } });
const certificate = (secretName: string) =>
  object('cert-manager.io/v1', 'Certificate', 'iris', { spec: { secretName } });
const database = (spec: object = {}) => object('postgresql.cnpg.io/v1', 'Cluster', 'db', { spec });
const judged = (...objects: unknown[]) => judge(secretsHaveOneProducer, objects);

describe('secrets-have-one-producer', () => {
  test('a Secret that nothing makes is a breach', () => {
    expect(judged(reads('db'))).toEqual([
      "Deployment/iris: volume 'db' must name a Secret that something makes, got 'production-model-serving/db'; render an ExternalSecret or a Certificate for it, or list it among the bootstrap Secrets",
    ]);
    expect(judged(reads('db', { optional: true }))).toEqual([]);
  });

  test.each([
    ['an ExternalSecret of its name', externalSecret('db'), true],
    ['the target of an ExternalSecret', externalSecret('x', { name: 'db' }), true],
    ['an ExternalSecret with another target', externalSecret('db', { name: 'x' }), false],
    ['an ExternalSecret that merges', externalSecret('db', { creationPolicy: 'Merge' }), false],
    ['a Certificate', certificate('db'), true],
    ['a Certificate for another', certificate('x'), false],
    [
      'one in another namespace',
      object('external-secrets.io/v1', 'ExternalSecret', 'db', {}, 'other'),
      false,
    ],
  ])('%s makes it or not', (_, producer, makes) => {
    expect(judged(reads('db'), producer)).toHaveLength(makes ? 0 : 1);
  });

  test('a database makes its own Secrets unless it was given them', () => {
    expect(judged(reads('db-app'), database())).toEqual([]);
    expect(judged(reads('db-ca'), database())).toEqual([]);
    expect(judged(reads('db-superuser'), database())).toHaveLength(1);
    expect(judged(reads('db-superuser'), database({ enableSuperuserAccess: true }))).toEqual([]);
    const given = { bootstrap: { initdb: { secret: { name: 'mine' } } } };
    expect(judged(reads('db-app'), database(given), externalSecret('mine'))).toHaveLength(1);
  });

  test('a person may have made it', () => {
    const bootstrapSecrets = [{ namespace: NAMESPACE, name: 'registry' }];
    const pulls = deployment('iris', { imagePullSecrets: [{ name: 'registry' }] });
    expect(judge(secretsHaveOneProducer, [pulls])).toEqual([
      "Deployment/iris: `imagePullSecrets[0]` must name a Secret that something makes, got 'production-model-serving/registry'; render an ExternalSecret or a Certificate for it, or list it among the bootstrap Secrets",
    ]);
    expect(judge(secretsHaveOneProducer, [pulls], { bootstrapSecrets })).toEqual([]);
    expect(judge(secretsHaveOneProducer, [externalSecret('registry')], { bootstrapSecrets })).toEqual([
      "ExternalSecret/registry: must not make Secret 'production-model-serving/registry', which a person makes too; remove one of the two or rename its target",
    ]);
  });

  test('two producers are a breach, read or not', () => {
    expect(judged(externalSecret('db'), certificate('db'))).toEqual([
      "Certificate/iris: must not make Secret 'production-model-serving/db', which production/model-serving/ExternalSecret/db makes too; remove one of the two or rename its target",
    ]);
    expect(judged(externalSecret('db'), externalSecret('copy', { name: 'db' }))).toHaveLength(1);
    expect(judged(externalSecret('db'), externalSecret('db'))).toEqual([]);
  });

  test.each([
    [
      'a variable',
      deployment('iris', {
        containers: [
          container({ env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'p' } } }] }),
        ],
      }),
      "`env.PASSWORD` of container 'bento'",
    ],
    [
      'a ServiceAccount',
      object('v1', 'ServiceAccount', 'iris', { imagePullSecrets: [{ name: 'db' }] }),
      '`imagePullSecrets[0]`',
    ],
    [
      'a Gateway',
      object('gateway.networking.k8s.io/v1', 'Gateway', 'public', {
        spec: { listeners: [{ name: 'https', tls: { certificateRefs: [{ name: 'db' }] } }] },
      }),
      '`certificateRefs[0]` of listener `https`',
    ],
    [
      'a TriggerAuthentication',
      object('keda.sh/v1alpha1', 'TriggerAuthentication', 'queue', {
        spec: { secretTargetRef: [{ parameter: 'host', name: 'db', key: 'uri' }] },
      }),
      '`secretTargetRef[0]`',
    ],
    [
      'a ServiceMonitor',
      object('monitoring.coreos.com/v1', 'ServiceMonitor', 'iris', {
        spec: { endpoints: [{ basicAuth: { password: { name: 'db', key: 'p' } } }] },
      }),
      '`endpoints[0].basicAuth.password`',
    ],
    [
      'an Issuer',
      object('cert-manager.io/v1', 'Issuer', 'ca', { spec: { ca: { secretName: 'db' } } }),
      '`ca.secretName`',
    ],
    [
      'a PushSecret',
      object('external-secrets.io/v1alpha1', 'PushSecret', 'push', {
        spec: { selector: { secret: { name: 'db' } } },
      }),
      '`selector.secret`',
    ],
    [
      'an Issuer with a solver',
      object('cert-manager.io/v1', 'Issuer', 'acme', {
        spec: { acme: { solvers: [{ dns01: { cloudflare: { apiTokenSecretRef: { name: 'db' } } } }] } },
      }),
      '`spec.acme.solvers[0].dns01.cloudflare.apiTokenSecretRef`',
    ],
    [
      'a SecretStore',
      object('external-secrets.io/v1', 'SecretStore', 'vault', {
        spec: { provider: { vault: { auth: { tokenSecretRef: { name: 'db', key: 'token' } } } } },
      }),
      '`provider.vault.auth.tokenSecretRef`',
    ],
    [
      'an ObjectStore',
      object('barmancloud.cnpg.io/v1', 'ObjectStore', 'backups', {
        spec: { configuration: { s3Credentials: { accessKeyId: { name: 'db', key: 'id' } } } },
      }),
      '`configuration.s3Credentials.accessKeyId`',
    ],
    ['a database', database({ superuserSecret: { name: 'db' } }), '`superuserSecret`'],
  ])('%s reads a Secret, too', (_, reader, field) => {
    const messages = judged(reader);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(
      `: ${field} must name a Secret that something makes, got 'production-model-serving/db'`,
    );
    expect(judged(reader, externalSecret('db'))).toEqual([]);
  });

  test('what a ClusterIssuer names lies with cert-manager, which makes the key of an account itself', () => {
    const issuer = (spec: object) => clusterObject('cert-manager.io/v1', 'ClusterIssuer', 'ca', { spec });
    const bootstrapSecrets = [{ namespace: 'cert-manager', name: 'root' }];
    const signs = issuer({ ca: { secretName: 'root' } });
    expect(judged(signs)).toEqual([
      expect.stringContaining("must name a Secret that something makes, got 'cert-manager/root'"),
    ]);
    expect(judge(secretsHaveOneProducer, [signs], { bootstrapSecrets })).toEqual([]);
    const acme = issuer({ acme: { privateKeySecretRef: { name: 'root' } } });
    expect(judged(acme)).toEqual([]);
    expect(judge(secretsHaveOneProducer, [acme], { bootstrapSecrets })).toEqual([
      expect.stringContaining("must not make Secret 'cert-manager/root', which a person makes too"),
    ]);
  });

  test('a driver of volumes reads a Secret, too', () => {
    const csi = { driver: 'csi.example.com', nodePublishSecretRef: { name: 'db' } };
    expect(judged(deployment('iris', { volumes: [{ name: 'store', csi }] }))).toEqual([
      expect.stringContaining("volume 'store' must name a Secret that something makes"),
    ]);
  });

  test('a certificate may be another kind of object', () => {
    const certificateRefs = [{ group: 'example.test', kind: 'Certificate', name: 'tls' }];
    const spec = { listeners: [{ name: 'https', tls: { certificateRefs } }] };
    expect(judged(object('gateway.networking.k8s.io/v1', 'Gateway', 'public', { spec }))).toEqual([]);
  });

  test('a certificate in another namespace is looked for there', () => {
    const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'public', {
      spec: {
        listeners: [
          { name: 'https', tls: { certificateRefs: [{ name: 'tls', namespace: 'certificates' }] } },
        ],
      },
    });
    expect(judge(secretsHaveOneProducer, [gateway])).toHaveLength(1);
    const bootstrapSecrets = [{ namespace: 'certificates', name: 'tls' }];
    expect(judge(secretsHaveOneProducer, [gateway], { bootstrapSecrets })).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    const objects = [
      reads('db'),
      externalSecret('db', { name: 'db' }),
      certificate('db'),
      database({ certificates: { serverCASecret: 'x' } }),
    ];
    for (const worse of spoilt(objects)) {
      expect(() => judge(secretsHaveOneProducer, worse)).not.toThrow();
    }
  });
});
