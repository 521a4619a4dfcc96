import { inventory } from '../../environments/inventory';
import { resolveInventory } from '../../environments/resolve';
import { isObject } from '../../values/object';
import { changed } from './change';
import { withSecondCluster, withStagingMoved } from './second-cluster';

const patched = changed('staging.patches', [
  {
    name: 'aliases',
    reason: 'the broker has no name in DNS yet',
    target: { application: 'model-serving', kind: 'Deployment', name: 'iris' },
    operations: [
      {
        op: 'add',
        path: '/spec/template/spec/hostAliases',
        value: [{ ip: '10.20.0.40', hostnames: ['broker'] }],
      },
    ],
  },
]);

/** Paths of everything in a value that is not frozen. */
function thawed(value: unknown, path = ''): readonly string[] {
  if (!isObject(value)) return [];
  const below = Object.entries(value).flatMap(([key, child]) => thawed(child, `${path}/${key}`));
  return Object.isFrozen(value) ? below : [path, ...below];
}

test('everything is frozen to its leaves, what a patch holds too', () => {
  expect(thawed(resolveInventory(patched))).toEqual([]);
});

test('what a person wrote is neither changed nor frozen', () => {
  const before = structuredClone(patched);
  resolveInventory(patched);
  expect(patched).toEqual(before);
  expect(thawed(patched)).toEqual(thawed(before));
});

test('the same inventory gives equal values each time', () => {
  expect(resolveInventory(inventory)).toEqual(resolveInventory(structuredClone(inventory)));
});

test('defaults are filled in and facts that follow are worked out', () => {
  const [cluster] = resolveInventory(inventory);
  expect(cluster?.network.dns).toEqual({ address: '10.96.0.10', namespace: 'kube-system', app: 'kube-dns' });
  const staging = cluster?.environments.find(({ name }) => name === 'staging');
  expect(staging).toMatchObject({
    freezes: [],
    patches: [],
    priorityClassName: 'staging',
    certificateSecret: 'staging-tls',
    gateway: { parent: { name: 'public', namespace: 'gateway' }, listener: 'staging' },
    modelServing: {
      namespace: 'staging-model-serving',
      models: [
        {
          name: 'iris',
          image: expect.stringMatching(/^registry\.example\.com\/data-frost\/iris@sha256:/),
          hostname: 'iris.staging.data-frost.example',
          requestTimeoutSeconds: 60,
          urls: [],
        },
        { name: 'digits', hostname: 'digits.staging.data-frost.example' },
      ],
    },
    batchJobs: {
      namespace: 'staging-batch-jobs',
      jobs: [
        { name: 'iris-retraining', timeZone: 'America/Sao_Paulo', urls: [] },
        {
          name: 'iris-scoring',
          urls: [{ variable: 'MODEL_URL', url: 'http://iris.staging-model-serving.svc:3000' }],
        },
      ],
    },
  });
});

test('a model that is not public has no host name, and a job keeps a zone of its own', () => {
  const inner = changed('staging.modelServing.models.iris.public', undefined);
  const [cluster] = resolveInventory(changed('staging.batchJobs.jobs.iris-scoring.timeZone', 'UTC', inner));
  const staging = cluster?.environments.find(({ name }) => name === 'staging');
  expect(staging?.modelServing?.models[0]).not.toHaveProperty('hostname');
  expect(staging?.batchJobs?.jobs.map(({ timeZone }) => timeZone)).toEqual(['America/Sao_Paulo', 'UTC']);
});

test('each way that traffic takes is declared once: from the gateway, Prometheus and the callers', () => {
  const [cluster] = resolveInventory(inventory);
  const staging = cluster?.environments.find(({ name }) => name === 'staging');
  const ways = staging?.edges.map(
    ({ client, server, port }) =>
      `${client.namespace}/${client.name} → ${server.namespace}/${server.name}:${port}`,
  );
  expect(ways?.sort()).toEqual([
    'cnpg-system/cloudnative-pg → staging-keycloak/keycloak-database:5432',
    'cnpg-system/cloudnative-pg → staging-keycloak/keycloak-database:8000',
    'external-secrets/external-secrets → staging-vault/openbao:8200',
    'gateway/traefik → staging-keycloak/keycloak:8080',
    'gateway/traefik → staging-model-serving/digits-sign-in:4180',
    'gateway/traefik → staging-model-serving/iris:3000',
    'gateway/traefik → staging-vault/openbao:8200',
    'monitoring/prometheus → staging-keycloak/keycloak-database:9187',
    'monitoring/prometheus → staging-keycloak/keycloak:9000',
    'monitoring/prometheus → staging-model-serving/digits:3000',
    'monitoring/prometheus → staging-model-serving/iris:3000',
    'monitoring/prometheus → staging-vault/openbao:8200',
    'staging-batch-jobs/iris-scoring → staging-model-serving/iris:3000',
    'staging-keycloak/keycloak → staging-keycloak/keycloak-database:5432',
    'staging-keycloak/keycloak → staging-keycloak/keycloak:57800',
    'staging-keycloak/keycloak → staging-keycloak/keycloak:7800',
    'staging-keycloak/keycloak-database → staging-keycloak/keycloak-database:5432',
    'staging-keycloak/keycloak-database → staging-keycloak/keycloak-database:8000',
    'staging-keycloak/keycloak-reconcile → staging-keycloak/keycloak:8080',
    'staging-model-serving/digits-sign-in → gateway/traefik:8443',
    'staging-model-serving/digits-sign-in → staging-model-serving/digits:3000',
    'staging-vault/openbao → gateway/traefik:8443',
    'staging-vault/openbao → staging-vault/openbao:8200',
    'staging-vault/openbao → staging-vault/openbao:8201',
    'staging-vault/openbao-snapshot → staging-vault/openbao:8200',
    'staging-vault/vault-reconcile → staging-vault/openbao:8200',
    'staging-vault/vault-sign-in → staging-vault/openbao:8200',
  ]);
});

test('a person makes what the cluster starts with and the credentials in each namespace that pulls', () => {
  const [cluster] = resolveInventory(inventory);
  const secrets = cluster?.bootstrapSecrets.map(
    ({ namespace, name, type }) => `${type} ${namespace}/${name}`,
  );
  expect(secrets).toEqual([
    'Opaque argocd/platform-repository',
    'Opaque csi-proxmox/proxmox-csi',
    ...['development', 'staging', 'production'].flatMap((name) => [
      `Opaque ${name}-vault/openbao-seal`,
      `Opaque ${name}-vault/object-storage`,
      `Opaque ${name}-keycloak/object-storage`,
      `kubernetes.io/dockerconfigjson ${name}-model-serving/registry`,
      `kubernetes.io/dockerconfigjson ${name}-batch-jobs/registry`,
    ]),
  ]);
  const [open] = resolveInventory(changed('staging.registry.pullSecret', undefined));
  expect(open?.bootstrapSecrets).toHaveLength(15);
  const acme = {
    issuer: 'acme',
    server: 'https://acme.example.com/directory',
    email: 'platform@example.com',
  };
  const dns = { nameServer: '10.20.0.53', keyName: 'acme.example.com' };
  const [known] = resolveInventory(changed('proxmox.gatewayCertificates', { ...acme, ...dns }));
  expect(known?.bootstrapSecrets.map(({ name }) => name)).toContain('acme-dns');
});

test('an environment moves to another cluster by one key', () => {
  const hosted = (of: typeof inventory) =>
    resolveInventory(of).map(({ name, environments }) => [
      name,
      environments.map((environment) => environment.name),
    ]);
  expect(hosted(withSecondCluster)).toEqual([
    ['proxmox', ['development', 'staging', 'production']],
    ['second', []],
  ]);
  expect(hosted(withStagingMoved)).toEqual([
    ['proxmox', ['development', 'production']],
    ['second', ['staging']],
  ]);
});
