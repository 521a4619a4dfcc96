import type { ReconcilerProps } from '../../../constructs/reconciler/props';
import { reconcilerPeer } from '../../../constructs/reconciler/props';
import { Reconciler } from '../../../constructs/reconciler/reconciler';
import { ReconcilerHook } from '../../../constructs/reconciler/reconciler-hook';
import { contentHash, programText } from '../../../reconcilers/bundle';
import { deepFreeze } from '../../../values/object';
import { at, faultsOf, NAMESPACE, type Rendered, rendered } from '../rendered';
import { DIGEST, everything, IMAGE, minimal, state } from './fixtures';

const render = (props: ReconcilerProps) => rendered((chart) => new Reconciler(chart, 'Reconciler', props));
const faults = (props: object) =>
  faultsOf((chart) => new Reconciler(chart, 'Reconciler', { ...minimal, ...props }));

const HOOK = 'spec.template.spec';
const SCHEDULED = 'spec.jobTemplate.spec.template.spec';

/** What both sorts of run have at a path of their pods. */
function inPods(objects: Rendered, path: string): readonly unknown[] {
  return [at(objects.one('Job'), `${HOOK}.${path}`), at(objects.one('CronJob'), `${SCHEDULED}.${path}`)];
}

/** The one value that both sorts of run have at a path of their pods. */
function inEachPod(objects: Rendered, path: string): unknown {
  const [hook, scheduled] = inPods(objects, path);
  expect(scheduled).toEqual(hook);
  return hook;
}

test('kinds: program and state, a run after each sync and one on schedule, an identity, alerts', () => {
  for (const props of [minimal, everything]) {
    expect(render(props).kinds).toEqual([
      'ConfigMap',
      'ConfigMap',
      'CronJob',
      'Job',
      'PrometheusRule',
      'ServiceAccount',
    ]);
  }
});

test('the hook runs after each sync, under a name that the next run takes over', () => {
  const { metadata } = render(everything).one('Job');
  expect(metadata).toMatchObject({
    name: 'vault-reconcile',
    namespace: NAMESPACE,
    annotations: {
      'argocd.argoproj.io/hook': 'PostSync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    },
  });
});

test('the run on schedule is one at a time and never suspended', () => {
  expect(at(render(everything).one('CronJob'), 'spec')).toMatchObject({
    schedule: '0 * * * *',
    timeZone: 'Europe/Lisbon',
    concurrencyPolicy: 'Forbid',
    suspend: false,
    startingDeadlineSeconds: 300,
    jobTemplate: { spec: { activeDeadlineSeconds: 780, backoffLimit: 2 } },
  });
  expect(at(render(minimal).one('CronJob'), 'spec')).toMatchObject({
    schedule: '7-59/10 * * * *',
    timeZone: 'UTC',
    jobTemplate: { spec: { activeDeadlineSeconds: 480 } },
  });
});

test('program and state are ordinary ConfigMaps whose names follow their content', () => {
  const objects = render(everything);
  const program = programText('vault');
  const programName = `vault-reconcile-program-${contentHash(program)}`;
  expect(at(objects.one(`ConfigMap/${programName}`), 'data')).toEqual({ 'program.js': program });
  for (const volumes of inPods(objects, 'volumes')) {
    expect(volumes).toContainEqual({ name: 'program', configMap: { name: programName } });
  }
  const [state] = objects.names.filter((name) => name.startsWith('ConfigMap/vault-reconcile-state-'));
  expect(JSON.parse(String(at(objects.one(state ?? ''), ['data', 'state.json'])))).toMatchObject({
    kv: { maxVersions: 10 },
    policies: [],
  });
  for (const name of objects.names.filter((one) => one.startsWith('ConfigMap/'))) {
    expect(objects.one(name).metadata.annotations).toBeUndefined();
  }
  const changed = render({
    ...everything,
    desired: { product: 'vault', state: { kv: { maxVersions: 3 }, policies: [], kubernetesRoles: [] } },
  });
  expect(changed.names).toContain(`ConfigMap/${programName}`);
  expect(changed.names).not.toContain(state);
});

test('each prop arrives in the pods of both runs', () => {
  const objects = render(everything);
  expect(inEachPod(objects, 'serviceAccountName')).toBe('vault-reconcile');
  expect(inEachPod(objects, 'automountServiceAccountToken')).toBe(false);
  expect(inEachPod(objects, 'priorityClassName')).toBe('production');
  expect(inEachPod(objects, 'imagePullSecrets')).toEqual([{ name: 'registry' }]);
  expect(inEachPod(objects, 'containers.0.image')).toBe(IMAGE);
  expect(inEachPod(objects, 'containers.0.command')).toEqual(['/nodejs/bin/node', '/program/program.js']);
  expect(inEachPod(objects, 'containers.0.env')).toEqual([
    { name: 'HOME', value: '/tmp' },
    { name: 'APPLY', value: 'true' },
    { name: 'DEADLINE_SECONDS', value: '600' },
    { name: 'STATE_FILE', value: '/state/state.json' },
    { name: 'SECRETS_FOLDER', value: '/secrets' },
    { name: 'VAULT_URL', value: 'https://openbao-active.production-vault.svc:8200' },
    { name: 'TOKEN_FILE', value: '/token/token' },
    { name: 'NODE_EXTRA_CA_CERTS', value: '/ca/ca.crt' },
    { name: 'RECORD', value: 'openbao-initialised' },
    { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
  ]);
  expect(inEachPod(objects, 'containers.0.resources')).toEqual({
    requests: { cpu: '100m', memory: '64Mi', 'ephemeral-storage': '32Mi' },
    limits: { cpu: '1', memory: '128Mi', 'ephemeral-storage': '48Mi' },
  });
  expect(at(objects.one('Job'), ['metadata', 'labels', 'app.kubernetes.io/version'])).toBe(
    DIGEST.slice(0, 12),
  );
});

test('a token is projected for its audience, and authorities are mounted as a file', () => {
  const volumes = inPods(render(everything), 'volumes');
  for (const list of volumes) {
    expect(list).toContainEqual({
      name: 'token',
      projected: {
        defaultMode: 0o440,
        sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3600, audience: 'vault' } }],
      },
    });
    expect(list).toContainEqual({ name: 'ca', configMap: { name: 'internal-ca' } });
  }
});

test('a Secret that is required keeps the pods waiting', () => {
  const secrets = [{ secret: 'vault-oidc-client', folder: 'vault', required: true }];
  for (const volumes of inPods(render({ ...everything, secrets }), 'volumes'))
    expect(volumes).toContainEqual({
      name: 'secret-vault',
      secret: { secretName: 'vault-oidc-client', defaultMode: 0o440, optional: false },
    });
});

test('a further hook is fed by the ConfigMaps of the reconciler, under a name of its own', () => {
  const further = rendered(
    (chart) =>
      new ReconcilerHook(chart, 'Hook', { ...everything, name: 'sign-in', reconciler: 'vault-reconcile' }),
  );
  expect(further.names).toEqual(['Job/sign-in', 'ServiceAccount/sign-in']);
  const volumes = (of: Rendered) => at(of.one('Job'), `${HOOK}.volumes`);
  expect(volumes(further)).toEqual(volumes(render(everything)));
  expect(at(further.one('Job'), `${HOOK}.serviceAccountName`)).toBe('sign-in');
  expect(further.one('Job').metadata.annotations).toMatchObject({ 'argocd.argoproj.io/hook': 'PostSync' });
});

test('a credential of the Kubernetes API is there where a record is marked, and nowhere else', () => {
  const holds = (props: ReconcilerProps) =>
    inPods(render(props), 'containers.0.volumeMounts').map((mounts) =>
      JSON.stringify(mounts).includes('/var/run/secrets/kubernetes.io/serviceaccount'),
    );
  expect(holds(everything)).toEqual([true, true]);
  expect(holds({ ...everything, desired: { product: 'vault', state } })).toEqual([false, false]);
  expect(holds(minimal)).toEqual([false, false]);
});

test('Secrets are files that a pod starts without; what is needed once is given to the hook alone', () => {
  const [hook, scheduled] = inPods(render(everything), 'volumes');
  const secret = (folder: string, secretName: string) => ({
    name: `secret-${folder}`,
    secret: { secretName, defaultMode: 0o440, optional: true },
  });
  expect(hook).toContainEqual(secret('vault', 'vault-oidc-client'));
  expect(scheduled).toContainEqual(secret('vault', 'vault-oidc-client'));
  expect(hook).toContainEqual(secret('bootstrap', 'bootstrap'));
  expect(scheduled).not.toContainEqual(secret('bootstrap', 'bootstrap'));
  const mounts = inPods(render(everything), 'containers.0.volumeMounts');
  expect(mounts[0]).toContainEqual({ name: 'secret-vault', mountPath: '/secrets/vault', readOnly: true });
});

test('a reconciler of which little is said has neither token nor authority', () => {
  const objects = render(minimal);
  expect(inEachPod(objects, 'volumes')).toHaveLength(4);
  expect(inEachPod(objects, 'containers.0.env')).toContainEqual({
    name: 'KEYCLOAK_URL',
    value: 'http://keycloak:8080',
  });
});

test('policies find the pods of both runs', () => {
  const objects = render(everything);
  const { labels } = reconcilerPeer(NAMESPACE, 'vault-reconcile');
  expect(at(objects.one('Job'), 'spec.template.metadata.labels')).toMatchObject(labels);
  expect(at(objects.one('CronJob'), 'spec.jobTemplate.spec.template.metadata.labels')).toMatchObject(labels);
});

test('the same props render the same, and are not changed', () => {
  expect(render(deepFreeze(everything)).objects).toEqual(render(everything).objects);
});

test.each<[string, object, string]>([
  [
    'a schedule that leaves no time',
    { schedule: '*/5 * * * *' },
    "`schedule` must leave more than 480 s between two runs, the longest that one may take, got '*/5 * * * *'; lower `deadlineSeconds` or run more rarely",
  ],
  [
    'HTTPS without an authority',
    { server: 'https://keycloak:8443' },
    "`caConfigMap` must be set for 'https://keycloak:8443', whose certificate an authority of the cluster signs",
  ],
  [
    'a vault without a token',
    { desired: { product: 'vault', state: { policies: [], kubernetesRoles: [] } } },
    '`token` must be set for the vault, which lets in nobody else; use {}',
  ],
  [
    'two Secrets in one folder',
    {
      secrets: [...minimal.secrets, { secret: 'one', folder: 'same' }, { secret: 'two', folder: 'same' }],
    },
    "`secrets` must name each folder once, got 'same' twice; rename one",
  ],
  [
    'Keycloak without the secret of its reconciler',
    { secrets: [{ secret: 'keycloak-reconciler', folder: 'data-frost-reconciler', runs: 'hook' }] },
    "`secrets` must mount a Secret for both runs where '/secrets/data-frost-reconciler/client-secret' is read; add it with its folder",
  ],
  [
    'a client whose secret is nowhere',
    {
      desired: {
        product: 'keycloak',
        state: {
          realm: 'platform',
          displayName: 'Platform',
          clients: [{ id: 'vault', access: 'confidential', signIn: false }],
        },
      },
    },
    "`secrets` must mount a Secret for both runs where '/secrets/vault/client-secret' is read; add it with its folder",
  ],
  [
    'a state that touches break-glass',
    {
      token: {},
      desired: {
        product: 'vault',
        state: {
          policies: [{ name: 'vault-break-glass', rules: [{ path: 'a', capabilities: ['read'] }] }],
          kubernetesRoles: [],
        },
      },
    },
    "`name` must not be 'vault-break-glass', which self-initialisation or the vault itself writes; choose another name",
  ],
])('%s is refused', (_, props, message) => {
  expect(faults(props).map((fault) => fault.replace(/^[^`]*/, ''))).toEqual([message]);
});
