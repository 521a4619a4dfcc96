import { vaultRolesStayInTheirNamespace } from '../../../checks/laws/vault-roles-stay-in-their-namespace';
import { judge } from '../judge';
import { labelsOf, NAMESPACE, namespace, object } from '../objects';
import { spoilt } from '../spoil';
import { externalSecret, generatorStore, pushSecret, SERVER, store } from '../vault-objects';

const VAULT = 'production-vault';
const CLIENT = 'oidc-clients/models';

interface Role {
  readonly name?: string;
  readonly account?: string;
  readonly namespaces?: readonly string[];
  readonly rules: readonly (readonly [path: string, ...capabilities: string[]])[];
}

/** The state of the vault's reconciler: one policy a role. */
const state = (...roles: readonly Role[]) =>
  object(
    'v1',
    'ConfigMap',
    'vault-reconcile-state',
    {
      data: {
        'state.json': JSON.stringify({
          policies: roles.map(({ name = NAMESPACE, rules }) => ({
            name,
            rules: rules.map(([path, ...capabilities]) => ({ path, capabilities })),
          })),
          kubernetesRoles: roles.map(
            ({ name = NAMESPACE, account = 'external-secrets', namespaces = [NAMESPACE] }) => ({
              name,
              serviceAccounts: [account],
              namespaces,
              policies: [name],
            }),
          ),
        }),
      },
    },
    VAULT,
  );

/** The nodes of the vault and the Service by which its stores name it. */
const nodes = [
  object(
    'apps/v1',
    'StatefulSet',
    'openbao',
    { spec: { template: { metadata: { labels: labelsOf('openbao', VAULT) }, spec: { containers: [] } } } },
    VAULT,
  ),
  object('v1', 'Service', 'openbao-active', { spec: { selector: labelsOf('openbao', VAULT) } }, VAULT),
];

const reader: Role = {
  rules: [
    ['auth/token/lookup-self', 'read'],
    ['auth/token/revoke-self', 'update'],
    [`kv/data/${NAMESPACE}/*`, 'read'],
    [`kv/metadata/${NAMESPACE}/*`, 'read'],
  ],
};
const generator = (...rules: Role['rules']): Role => ({
  name: `${NAMESPACE}-generator`,
  account: 'external-secrets-generator',
  rules,
});
const stores = [store(), generatorStore()];
const judged = (roles: readonly Role[], ...objects: unknown[]) =>
  judge(vaultRolesStayInTheirNamespace, [namespace('production-batch-jobs'), state(...roles), ...objects]);
const withRule = (...rule: Role['rules'][number]) => ({ rules: [...reader.rules, rule] });
const fault = (path: string, why: string, role: string = NAMESPACE) =>
  `ConfigMap/${VAULT}/vault-reconcile-state: policy '${role}' of role '${role}' must reach '<engine>/data/${NAMESPACE}/*' and what it shares with others alone, got '${path}'; ${why}`;

describe('vault-roles-stay-in-their-namespace', () => {
  test('a role that reads its own folder passes, and one that writes into it', () => {
    const writer = generator([`kv/data/${NAMESPACE}/*`, 'create', 'read', 'update']);
    expect(judged([reader, writer])).toEqual([]);
  });

  test.each([
    'kv/data/*',
    'kv/*',
    '*',
    'kv/data/+/admin',
    `kv/data/${NAMESPACE}*`,
    `kv/delete/${NAMESPACE}/*`,
    `+/data/${NAMESPACE}/*`,
    'sys/policies/acl/*',
    'kv/data/oidc-clients/mod*',
  ])('%s reaches too far', (path) => {
    expect(judged([withRule(path, 'read')])).toEqual([fault(path, 'name the folder')]);
  });

  test("another namespace's folder fails, even if something reads it", () => {
    const path = 'production-batch-jobs/broker';
    expect(judged([withRule(`kv/data/${path}`, 'read')], ...stores, externalSecret('x', path))).toEqual([
      fault(`kv/data/${path}`, "that is another namespace's"),
    ]);
  });

  test('the path of its own client is shared, as far as an ExternalSecret reads it', () => {
    const role = withRule(`kv/data/${CLIENT}`, 'read');
    const unused = fault(`kv/data/${CLIENT}`, 'nothing of the namespace uses it');
    expect(judged([role], ...stores, externalSecret('models', CLIENT))).toEqual([]);
    expect(judged([role], ...stores, externalSecret('models', 'oidc-clients/argo-cd'))).toEqual([unused]);
    expect(judged([role])).toEqual([unused]);
    const stranger = externalSecret('models', CLIENT, {}, VAULT);
    expect(judged([role], store('vault', {}, {}, VAULT), stranger)).toEqual([unused]);
  });

  test('all clients are of whoever makes their secrets', () => {
    const role = withRule('kv/data/oidc-clients/*', 'read');
    const why = 'nothing of the namespace writes there';
    expect(judged([role], ...stores, externalSecret('models', CLIENT))).toEqual([
      fault('kv/data/oidc-clients/*', why),
    ]);
    expect(judged([role], ...stores, pushSecret('models', CLIENT))).toEqual([]);
  });

  test('who reads does not write, and nobody deletes', () => {
    const path = `kv/data/${NAMESPACE}/*`;
    expect(judged([withRule(path, 'read', 'update')])).toEqual([
      `ConfigMap/${VAULT}/vault-reconcile-state: policy '${NAMESPACE}' of role '${NAMESPACE}' must not allow 'update' on '${path}'; a reader has read, list, deny`,
    ]);
    expect(judged([generator([path, 'create', 'read', 'update', 'delete'])])).toEqual([
      `ConfigMap/${VAULT}/vault-reconcile-state: policy '${NAMESPACE}-generator' of role '${NAMESPACE}-generator' must not allow 'delete' on '${path}'; a generator has create, read, update, list, deny`,
    ]);
  });

  test('a role is of one namespace', () => {
    const both = { ...reader, namespaces: [NAMESPACE, 'production-batch-jobs'] };
    expect(judged([both])).toEqual([
      `ConfigMap/${VAULT}/vault-reconcile-state: role '${NAMESPACE}' must be of one namespace, got ["${NAMESPACE}","production-batch-jobs"]; write one for each`,
    ]);
  });

  test("the vault's own roles are for its snapshots and people, that of its stores is like any other", () => {
    const rules = [['kv/data/*', 'read']] as const;
    expect(judged([{ name: 'vault-operator', namespaces: [VAULT], rules }])).toEqual([]);
    expect(judged([{ name: VAULT, namespaces: [VAULT], rules }])).toHaveLength(1);
  });

  test('a store has a role of the vault that it names, for its own account', () => {
    const missing = (role: string) =>
      `SecretStore/vault: \`role\` must be one that the vault gives 'external-secrets' of its namespace, got '${role}'; write it into the state of the vault's reconciler`;
    expect(judged([reader], ...nodes, store())).toEqual([]);
    expect(judged([], ...nodes, store())).toEqual([missing(NAMESPACE)]);
    expect(judged([{ ...reader, account: 'other' }], ...nodes, store())).toEqual([missing(NAMESPACE)]);
    expect(judged([{ ...reader, namespaces: [VAULT] }], ...nodes, store())).toEqual([missing(NAMESPACE)]);
    expect(judged([], store('vault', {}, { server: SERVER.replace('active', 'other') }))).toEqual([]);
  });

  test('what is no state, or no JSON, is not meant', () => {
    const other = (text: string) => object('v1', 'ConfigMap', 'x', { data: { 'x.json': text } }, VAULT);
    for (const text of ['{', '"kubernetesRoles"', '["kubernetesRoles"]', '{"kubernetesRoles": 1}'])
      expect(judge(vaultRolesStayInTheirNamespace, [other(text)])).toEqual([]);
  });

  test('anything at all can be judged', () => {
    const objects = [...nodes, ...stores, externalSecret('models', CLIENT), pushSecret('a', CLIENT)];
    for (const worse of spoilt([state(reader, generator()), ...objects]))
      expect(judge(vaultRolesStayInTheirNamespace, worse)).toBeInstanceOf(Array);
    const broken = { policies: [reader, null, 7], kubernetesRoles: [{ name: 7, policies: [{}] }, 'x'] };
    for (const [worse] of spoilt([{ ...state(), data: broken }]))
      expect(judge(vaultRolesStayInTheirNamespace, [worse])).toBeInstanceOf(Array);
  });
});
