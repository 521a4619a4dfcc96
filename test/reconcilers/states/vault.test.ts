import {
  breakGlassPolicy,
  PROTECTED_NAMES,
  policyText,
  reconcilePolicy,
  VAULT_MOUNTS,
} from '../../../reconcilers/vault/policies';
import { protectedPathIn } from '../../../reconcilers/vault/protected-paths';
import { resourcesOf } from '../../../reconcilers/vault/resources';
import { vaultState } from '../../../reconcilers/vault/state';
import { deepFreeze } from '../../../values/object';
import { parse, resolve } from '../../../values/parse';
import { vaultFixture } from '../vault-fixture';

const FILE = '/secrets/vault/client-secret';
const fixture = deepFreeze(vaultFixture(FILE, '/ca/ca.crt'));

function faults(change: object): readonly string[] {
  const parsed = parse(vaultState, { ...fixture, ...change }, 'state');
  return 'faults' in parsed ? parsed.faults.map(({ message }) => message) : [];
}

const READ = [{ path: 'kv/data/a', capabilities: ['read'] }];
const rule = (path: string, ...capabilities: readonly string[]) => ({
  policies: [
    { name: 'team-a', rules: [{ path, capabilities }] },
    { name: 'operators', rules: READ },
  ],
});
const role = (change: object) => ({ kubernetesRoles: [{ ...fixture.kubernetesRoles[0], ...change }] });

test('a state is whole with what it leaves out, and resolving it again changes nothing', () => {
  const state = resolve(vaultState, fixture, 'state');
  expect(state.kv).toEqual({ description: '', maxVersions: 10 });
  expect(resolve(vaultState, JSON.parse(JSON.stringify(state)), 'state')).toEqual(state);
});

test.each<[string, object, readonly (string | RegExp)[]]>([
  [
    'a policy of break-glass',
    { groups: [], policies: [{ name: 'vault-break-glass', rules: READ }] },
    [/must not be 'vault-break-glass'/, /must be a policy of this state/],
  ],
  [
    'the root policy',
    role({ policies: ['root'] }),
    [/must not be 'root', which no state may give away/, /must be a policy of this state, got 'root'/],
  ],
  ["a role of the reconciler's name", role({ name: 'vault-reconcile' }), [/must not be 'vault-reconcile'/]],
  [
    'a policy that nobody wrote',
    role({ policies: ['team-b'] }),
    ["`policies.0` must be a policy of this state, got 'team-b'; write it under `policies`"],
  ],
  [
    'two roles of one name',
    { kubernetesRoles: [fixture.kubernetesRoles[0], fixture.kubernetesRoles[0]] },
    [/must be used once, got 'team-a' twice/],
  ],
  [
    'a token that outlives its longest time',
    role({ tokenTtlSeconds: 7200, tokenMaxTtlSeconds: 3600 }),
    [/must be at most `tokenMaxTtlSeconds` of 3600, got 7200/],
  ],
  ['sudo', rule('sys/audit', 'sudo'), [/must be one of 'create', 'read', 'update'/]],
  [
    'an empty policy',
    {
      ...rule('a', 'read'),
      policies: [
        { name: 'team-a', rules: [] },
        { name: 'operators', rules: READ },
      ],
    },
    [/must name a path; the vault refuses an empty policy/],
  ],
  [
    'a path with its version',
    rule('/v1/kv/data/a', 'read'),
    [/must be a path of the vault without `\/v1\/`/],
  ],
  [
    'the right to write any policy',
    rule('sys/policies/acl/*', 'update'),
    [/must not reach 'sys\/policies\/acl\/vault-reconcile' with the right to write/],
  ],
  ['the right to write everything', rule('*', 'create'), [/must be a path of the vault/, /must not reach/]],
  [
    'the right to write one part',
    rule('sys/policies/+/vault-break-glass', 'delete'),
    [/must not reach 'sys\/policies\/acl\/vault-break-glass'/],
  ],
  [
    'the right to change how pods log in',
    rule('auth/kubernetes/config', 'update'),
    [/must not reach 'auth\/kubernetes\/config'/],
  ],
  [
    'parameters of a right to look',
    {
      policies: [
        { ...fixture.policies[0], rules: [{ ...READ[0], allowedParameters: ['custom_metadata'] }] },
        fixture.policies[1],
      ],
    },
    [/must not be set where nothing may be written, got \[read\]; leave it out/],
  ],
  ['groups that nobody names', { oidc: undefined }, [/must not be set without `oidc`/]],
  [
    'a default role that is none',
    { oidc: { ...fixture.oidc, defaultRole: 'nobody' } },
    [/must be one of `roles`, got 'nobody'/],
  ],
  [
    'an issuer without TLS',
    { oidc: { ...fixture.oidc, discoveryUrl: 'http://id' } },
    [/must be an HTTPS URL/],
  ],
])('%s is refused', (_, change, messages) => {
  const found = faults(change);
  expect(found).toHaveLength(messages.length);
  for (const [index, message] of messages.entries()) {
    if (typeof message === 'string') expect(found).toContain(message);
    else expect(found[index]).toMatch(message);
  }
});

test('to read any policy, or to write one beside those, is allowed', () => {
  expect(faults(rule('sys/policies/acl/*', 'read', 'list'))).toEqual([]);
  expect(faults(rule('sys/policies/acl/team-a', 'update'))).toEqual([]);
});

test('the vault itself would not let the reconciler near what a state must not touch', () => {
  const denied = reconcilePolicy()
    .filter(({ capabilities }) => capabilities.includes('deny'))
    .map(({ path }) => path);
  for (const name of PROTECTED_NAMES) {
    expect(denied).toContain(`sys/policies/acl/${name}`);
    expect(denied).toContain(`auth/kubernetes/role/${name}`);
  }
  for (const path of denied) expect(protectedPathIn(path)).toBe(path);
  const others = reconcilePolicy().filter(
    ({ path }) => path.startsWith('auth/kubernetes') && !path.includes('/role'),
  );
  expect(others).toEqual([]);
});

test('policies are written in an order of their own', () => {
  expect(policyText(breakGlassPolicy().slice(0, 2))).toBe(
    'path "sys/policies/acl" {\n  capabilities = ["list"]\n}\npath "sys/policies/acl/*" {\n  capabilities = ["create", "read", "update", "delete", "list"]\n}\n',
  );
});

test('parameters of a write are named with any value, after what is allowed', () => {
  const rules = [
    {
      path: 'kv/metadata/a',
      capabilities: ['create', 'update'] as const,
      allowedParameters: ['custom_metadata', 'other'],
    },
  ];
  expect(policyText(rules)).toBe(
    'path "kv/metadata/a" {\n  capabilities = ["create", "update"]\n  allowed_parameters = {\n    "custom_metadata" = []\n    "other" = []\n  }\n}\n',
  );
});

test('while the secret of the client is away its config waits, and nothing else does', () => {
  const state = resolve(vaultState, fixture, 'state');
  const waiting = resourcesOf(state, VAULT_MOUNTS, () => undefined).filter(({ waitsFor }) => waitsFor);
  expect(waiting.map(({ kind, waitsFor }) => [kind, waitsFor])).toEqual([
    ['oidc-config', `the file ${FILE}`],
  ]);
  const there = resourcesOf(state, VAULT_MOUNTS, (file) => (file === FILE ? 'value' : 'authority'));
  expect(there.filter(({ waitsFor }) => waitsFor)).toEqual([]);
  expect(JSON.stringify(there.map(({ fields }) => fields))).not.toContain('"value"');
});
