import type { VaultProps } from '../../../constructs/vault/props';
import { VaultRights } from '../../../constructs/vault/rights';
import { Vault } from '../../../constructs/vault/vault';
import { digestOf } from '../../../values/digest';
import { deepFreeze } from '../../../values/object';
import { at, NAMESPACE, type Rendered, rendered } from '../rendered';
import { everything, minimal } from './fixtures';

const build = (props: VaultProps) => rendered((chart) => new Vault(chart, 'Vault', props));
const all = build(everything);
const least = build(minimal);

/** The data of the ConfigMap whose name begins so. */
function dataOf(of: Rendered, prefix: string): Readonly<Record<string, string>> {
  const found = of.objects.filter(
    ({ kind, metadata }) =>
      kind === 'ConfigMap' && new RegExp(`^${prefix}-[0-9a-f]{10}$`).test(metadata.name),
  );
  expect(found).toHaveLength(1);
  return Object.fromEntries(
    Object.entries(Object(at(found[0], 'data'))).map(([key, text]) => [key, String(text)]),
  );
}

const POD = 'spec.template.spec';
const SERVER = `${POD}.containers.0`;
const GUARD = `${POD}.initContainers.0`;
const RUN = 'spec.jobTemplate.spec.template.spec';

describe('a vault', () => {
  test('of three nodes comes to these objects, of one to those without budget and route', () => {
    const names = all.names.map((name) => name.replace(/-[0-9a-f]{10}$/, '-#'));
    expect(names).toEqual([
      'BackendTLSPolicy/openbao',
      'Certificate/openbao-tls',
      'ConfigMap/openbao-#',
      'ConfigMap/openbao-guard-#',
      'ConfigMap/openbao-initialise-#',
      'ConfigMap/openbao-snapshot-#',
      'CronJob/openbao-snapshot',
      'HTTPRoute/openbao',
      'PodDisruptionBudget/openbao',
      'PrometheusRule/openbao',
      'PrometheusRule/openbao-snapshot',
      'Service/openbao',
      'Service/openbao-active',
      'Service/openbao-internal',
      'ServiceAccount/openbao',
      'ServiceAccount/openbao-snapshot',
      'ServiceAccount/vault-break-glass',
      'ServiceAccount/vault-operator',
      'ServiceMonitor/openbao',
      'StatefulSet/openbao',
    ]);
    const absent = ['BackendTLSPolicy', 'HTTPRoute', 'PodDisruptionBudget'];
    expect(least.kinds).toEqual(all.kinds.filter((kind) => !absent.includes(kind)));
  });

  test.each([
    ['replicas', 'spec.replicas', 3],
    ['storage', 'spec.volumeClaimTemplates.0.spec.resources.requests.storage', '10Gi'],
    ['storageClassName', 'spec.volumeClaimTemplates.0.spec.storageClassName', 'fast'],
    ['image', `${SERVER}.image`, everything.image],
    ['resources', `${SERVER}.resources.limits.memory`, '1Gi'],
    ['priorityClassName', `${POD}.priorityClassName`, 'production'],
    ['guard.image', `${GUARD}.image`, everything.guard.image],
    ['every node at once', 'spec.podManagementPolicy', 'Parallel'],
    ['one after another when it is updated', 'spec.updateStrategy', { type: 'RollingUpdate' }],
    [
      'volumes that stay',
      'spec.persistentVolumeClaimRetentionPolicy',
      { whenDeleted: 'Retain', whenScaled: 'Retain' },
    ],
    ['the headless Service', 'spec.serviceName', 'openbao-internal'],
    ['one node a worker', `${POD}.topologySpreadConstraints.0.nodeTaintsPolicy`, 'Ignore'],
  ])('`%s` stands at %s of the StatefulSet', (_, path, value) => {
    expect(at(all.one('StatefulSet'), path)).toEqual(value);
  });

  test('leaves its class of storage to the cluster where none is named', () => {
    expect(at(least.one('StatefulSet'), 'spec.volumeClaimTemplates.0.spec')).not.toHaveProperty(
      'storageClassName',
    );
  });

  test('is asked by the kubelet whether it serves, and whether it lives whatever its state', () => {
    const path = (probe: string) => at(all.one('StatefulSet'), `${SERVER}.${probe}.httpGet`);
    expect(path('readinessProbe')).toEqual({
      path: '/v1/sys/health?standbyok=true',
      port: 'https',
      scheme: 'HTTPS',
    });
    expect(path('livenessProbe')).toMatchObject({
      path: '/v1/sys/health?standbyok=true&sealedcode=204&uninitcode=204',
      scheme: 'HTTPS',
    });
    expect(path('startupProbe')).toEqual(path('livenessProbe'));
  });

  test('lets a drain take one node of three, and any that is not well', () => {
    expect(at(all.one('PodDisruptionBudget'), 'spec')).toMatchObject({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  test('never writes to its props', () => {
    const before = structuredClone(everything);
    build(deepFreeze(structuredClone(everything)));
    expect(everything).toEqual(before);
  });
});

describe('the configuration', () => {
  const text = dataOf(all, 'openbao')['server.hcl'] ?? '';

  test('asks each node by the name that the StatefulSet and the headless Service give it', () => {
    const addresses = [...text.matchAll(/leader_api_addr = "(.*)"/g)].map(([, address]) => address);
    expect(addresses).toEqual(
      [0, 1, 2].map((node) => `https://openbao-${node}.openbao-internal.${NAMESPACE}.svc:8200`),
    );
    const [one] = [dataOf(least, 'openbao')['server.hcl'] ?? ''];
    expect(one.match(/retry_join/g)).toHaveLength(1);
  });

  test('opens the vault by the current key, and the one before it while it is named', () => {
    expect(text).toContain('current_key_id = "key-2"\n  current_key = "file:///openbao/seal/key-2"');
    expect(text).toContain('previous_key_id = "key"\n  previous_key = "file:///openbao/seal/key"');
    const one = dataOf(least, 'openbao')['server.hcl'] ?? '';
    expect(one).toContain('current_key_id = "key"\n  current_key = "file:///openbao/seal/key"');
    expect(one).not.toContain('previous_key');
    const items = (of: Rendered) => at(of.one('StatefulSet'), `${POD}.volumes.3.secret`);
    expect(items(all)).toMatchObject({
      items: [{ key: 'key-2' }, { key: 'key' }],
      secretName: 'openbao-seal',
    });
    expect(items(least)).toMatchObject({ items: [{ key: 'key' }] });
  });

  test('audits to the log, reads a renewed certificate again, and says nothing that initialises', () => {
    expect(text).toContain('audit "file" "to-stdout" {\n  options {\n    file_path = "stdout"');
    expect(text).toContain('tls_auto_reload = true');
    expect(text).not.toContain('initialize');
  });

  test('is what the server reads, under a name that changes with it', () => {
    const volumes = JSON.stringify(at(all.one('StatefulSet'), `${POD}.volumes`));
    for (const prefix of ['openbao', 'openbao-initialise', 'openbao-guard']) {
      expect(volumes).toContain(`"${prefix}-${digestOf(dataOf(all, prefix))}"`);
    }
    const other = build({ ...everything, seal: { current: 'key-3' } });
    expect(dataOf(other, 'openbao')).not.toEqual(dataOf(all, 'openbao'));
    expect(at(other.one('StatefulSet'), POD)).not.toEqual(at(all.one('StatefulSet'), POD));
  });
});

describe('the initialisation', () => {
  const text = dataOf(all, 'openbao-initialise')['initialise.hcl'] ?? '';

  test('gives the reconciler and the repair each a policy and a role of the same namespace', () => {
    const paths = [...text.matchAll(/path = "((?:sys|auth)\/[\w/-]+)"/g)].map(([, path]) => path);
    expect(paths.slice(0, 2)).toEqual(['sys/auth/kubernetes', 'auth/kubernetes/config']);
    for (const [name, accounts] of [
      ['vault-reconcile', '"vault-reconcile", "vault-sign-in"'],
      ['vault-break-glass', '"vault-break-glass"'],
    ]) {
      expect(paths).toContain(`sys/policies/acl/${name}`);
      expect(paths).toContain(`auth/kubernetes/role/${name}`);
      expect(text).toContain(
        `bound_service_account_names = [${accounts}], bound_service_account_namespaces = ["${NAMESPACE}"], audience = "openbao", token_policies = ["${name}"]`,
      );
    }
  });

  test('reaches the server through the guard alone', () => {
    const mounts = (path: string) =>
      Object.values(Object(at(all.one('StatefulSet'), `${path}.volumeMounts`))).map((mount) =>
        at(mount, 'name'),
      );
    expect(mounts(SERVER)).not.toContain('stanza');
    expect(mounts(GUARD)).toContain('stanza');
    expect(at(all.one('StatefulSet'), `${SERVER}.args`)).toEqual([
      'server',
      '-config=/openbao/config',
      '-config=/openbao/initialise',
    ]);
    const volumes = Object.values(Object(at(all.one('StatefulSet'), `${POD}.volumes`)));
    expect(volumes.find((volume) => at(volume, 'name') === 'initialisation')).toHaveProperty('emptyDir');
  });
});

describe('the certificate', () => {
  test('covers every name by which a node or a Service is called, and has a new key each time', () => {
    const names = Object.values(Object(at(all.one('Certificate'), 'spec.dnsNames')));
    for (const { kind, metadata } of all.objects) {
      if (kind !== 'Service' || metadata.name === 'openbao-internal') continue;
      expect(names).toContain(`${metadata.name}.${NAMESPACE}.svc`);
    }
    expect(names).toContain(`*.openbao-internal.${NAMESPACE}.svc`);
    expect(at(all.one('Certificate'), 'spec.ipAddresses')).toEqual(['127.0.0.1']);
    expect(at(all.one('Certificate'), 'spec.privateKey.rotationPolicy')).toBe('Always');
    expect(names).toContain(at(all.one('BackendTLSPolicy'), 'spec.validation.hostname'));
    expect(names).toContain(at(all.one('ServiceMonitor'), 'spec.endpoints.0.tlsConfig.serverName'));
  });
});

describe('snapshots', () => {
  const job = all.one('CronJob');

  test.each([
    ['schedule', 'spec.schedule', '15 3 * * 0'],
    ['timeZone', 'spec.timeZone', 'America/Sao_Paulo'],
    ['image', `${RUN}.containers.0.image`, everything.snapshots.image],
    ['the vault’s image', `${RUN}.initContainers.1.image`, everything.image],
  ])('`%s` stands at %s', (_, path, value) => {
    expect(at(job, path)).toEqual(value);
  });

  test('are taken, then copied, and only then old ones go', () => {
    const steps = Object.values(Object(at(job, `${RUN}.initContainers`))).map((step) => at(step, 'name'));
    expect(steps).toEqual(['log-in', 'take', 'copy']);
    expect(at(job, `${RUN}.containers.0.args.0`)).toBe('delete');
    expect(at(job, `${RUN}.containers.0.args.1`)).toBe('--min-age=60d');
    const remote =
      ":s3,provider='Other',env_auth='true',endpoint='http://10.20.1.10:9000',region='main',no_check_bucket='true',force_path_style='true':data-frost/production/vault";
    expect(at(job, `${RUN}.containers.0.args`)).toContain(remote);
    expect(at(job, `${RUN}.initContainers.2.args.2`)).toBe(`${remote}/$(JOB_NAME).snap`);
  });

  test('read credentials from files, which no argument and no variable holds', () => {
    const files = dataOf(all, 'openbao-snapshot');
    expect(files['aws']).toContain(
      '"$(cat /credentials/access-key-id)" "$(cat /credentials/secret-access-key)"',
    );
    expect(files['agent.hcl']).toContain('role = "openbao-snapshot"');
    expect(JSON.stringify(at(job, RUN))).not.toContain('secretKeyRef');
  });
});

describe('the rights of a vault', () => {
  const rights = rendered(
    (chart) => new VaultRights(chart, 'Rights', { namespace: 'production-vault', replicas: 3 }),
    null,
  );

  test('are for its own pods, claims and one record, by name', () => {
    expect(at(rights.one('Role/openbao'), 'rules')).toEqual([
      {
        apiGroups: [''],
        resources: ['pods'],
        verbs: ['get', 'update', 'patch'],
        resourceNames: ['openbao-0', 'openbao-1', 'openbao-2'],
      },
      {
        apiGroups: [''],
        resources: ['persistentvolumeclaims'],
        verbs: ['get'],
        resourceNames: ['data-openbao-0', 'data-openbao-1', 'data-openbao-2'],
      },
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get'], resourceNames: ['openbao-initialised'] },
      { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
    ]);
  });

  test('of the reconciler are to mark that record, and nothing else', () => {
    expect(at(rights.one('Role/vault-reconcile'), 'rules')).toEqual([
      {
        apiGroups: [''],
        resources: ['configmaps'],
        verbs: ['patch'],
        resourceNames: ['openbao-initialised'],
      },
    ]);
    for (const name of ['openbao', 'vault-reconcile'])
      expect(rights.one(`RoleBinding/${name}`)).toMatchObject({
        roleRef: { kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name, namespace: 'production-vault' }],
      });
  });

  test('reach beyond the namespace for the review of tokens alone', () => {
    expect(rights.one('ClusterRoleBinding')).toMatchObject({
      metadata: { name: 'production-vault-token-reviewer' },
      roleRef: { kind: 'ClusterRole', name: 'system:auth-delegator' },
      subjects: [{ kind: 'ServiceAccount', name: 'openbao', namespace: 'production-vault' }],
    });
    expect(rights.one('ClusterRoleBinding').metadata).not.toHaveProperty('namespace');
  });
});
