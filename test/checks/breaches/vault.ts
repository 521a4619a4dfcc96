import { strings } from '../../../checks/readers/read';
import { CONFIGURATION_FILE, configurationOf } from '../../../constructs/vault/configuration';
import { describe } from '../../../synth/manifest';
import type { PatchOperation } from '../../../synth/patch';
import { digestOf } from '../../../values/digest';
import type { Breach } from './breach';
import { digestNamed } from './tree';

const NODES = 'production/vault/StatefulSet/openbao';
const SERVER = '/spec/template/spec/containers/0';
const GUARD = '/spec/template/spec/initContainers/0';

/** The configuration of the nodes, which is called after what it holds. */
const DATA = {
  [CONFIGURATION_FILE]: configurationOf('production-vault', { replicas: 3, seal: { current: 'key' } }),
};
const CONFIGURATION = `openbao-${digestOf(DATA)}`;
const MORE = digestOf({ ...DATA, 'more.hcl': 'ui = false' });

/** What the vault's reconciler is to write: JSON in a ConfigMap. */
const STATE = digestNamed('vault', 'ConfigMap', 'vault-reconcile-state-');
const STATE_FILE = 'state.json';

/** A change of the first place in it where that stands. */
function inState(old: string, changed: string): PatchOperation {
  const text = strings(STATE.object, 'data')[STATE_FILE] ?? '';
  return { op: 'replace', path: `/data/${STATE_FILE}`, value: text.replace(`"${old}"`, `"${changed}"`) };
}

/** How the nodes of a vault find each other, begin once, and are made anew. */
export const vault: readonly Breach[] = [
  {
    law: 'vault-nodes-find-each-other',
    object: NODES,
    change: { op: 'replace', path: '/spec/replicas', value: 1 },
    message:
      '`retry_join` must name each of the 1 nodes once (openbao-0.openbao-internal), got ["openbao-0.openbao-internal.production-vault.svc","openbao-1.openbao-internal.p…; write one a replica',
  },
  {
    law: 'vault-nodes-find-each-other',
    object: NODES,
    change: { op: 'replace', path: '/spec/replicas', value: 2 },
    message: '`replicas` must be 1, 3, 5 or 7 for a vault with integrated storage, got 2',
  },
  {
    law: 'vault-budgets-keep-a-quorum',
    object: 'production/vault/PodDisruptionBudget/openbao',
    change: { op: 'replace', path: '/spec/maxUnavailable', value: 2 },
    message: '`maxUnavailable` must be 1 for a vault of 3 nodes, got 2; with more of them gone none can lead',
  },
  {
    law: 'vault-certificates-cover-their-nodes',
    object: 'production/vault/ServiceMonitor/openbao',
    change: { op: 'remove', path: '/spec/endpoints/0/scheme' },
    message: '`endpoints[0].scheme` must be https, which is all that the listener speaks, got nothing',
  },
  {
    law: 'vault-certificates-cover-their-nodes',
    object: 'production/vault/Certificate/openbao-tls',
    change: {
      op: 'replace',
      path: '/spec/dnsNames/8',
      value: 'openbao-0.openbao-internal.production-vault.svc',
    },
    message:
      "`dnsNames` must cover each node of the vault, got none for openbao-1.openbao-internal.production-vault.svc; add '*.openbao-internal.production-vault.svc'",
  },
  {
    law: 'vault-certificates-cover-their-nodes',
    object: NODES,
    change: { op: 'remove', path: `${SERVER}/readinessProbe/httpGet/scheme` },
    message:
      "`readinessProbe` of container 'openbao' must ask by HTTPS, which is all that the listener speaks, got nothing",
  },
  {
    law: 'vaults-initialise-once',
    object: NODES,
    change: { op: 'add', path: `${SERVER}/volumeMounts/-`, value: { name: 'stanza', mountPath: '/stanza' } },
    message:
      'the server must not read `initialize` from a ConfigMap: with a new volume it would begin anew; let an init container hand it on to the volume on which the vault began',
  },
  {
    law: 'vaults-initialise-once',
    object: NODES,
    change: { op: 'remove', path: `${GUARD}/volumeMounts/4` },
    message:
      "container 'may-initialise', which holds `initialize`, must mount the claim of the data, to see whether a vault is on it, got none; without a look it hands the stanza on with a new volume, too",
  },
  {
    law: 'vaults-initialise-once',
    object: NODES,
    change: { op: 'remove', path: `${GUARD}/volumeMounts/5` },
    message:
      "container 'may-initialise', which holds `initialize`, must mount a token of the API server, to ask on which claim the vault began, got none; without a look it hands the stanza on with a new volume, too",
  },
  {
    law: 'vault-configurations-roll',
    object: `production/vault/ConfigMap/${CONFIGURATION}`,
    change: { op: 'add', path: '/data/more.hcl', value: 'ui = false' },
    message: `\`metadata.name\` must end in the digest of its data, got '${CONFIGURATION}'; use 'openbao-${MORE}', or annotate the template with 'checksum/<file>: ${MORE}'`,
  },

  {
    law: 'vault-roles-stay-in-their-namespace',
    object: describe(STATE),
    change: inState('kv/data/production-batch-jobs/*', 'kv/data/*'),
    message:
      "policy 'production-batch-jobs' of role 'production-batch-jobs' must reach '<engine>/data/production-batch-jobs/*' and what it shares with others alone, got 'kv/data/*'; name the folder",
  },
  {
    law: 'vault-roles-stay-in-their-namespace',
    object: describe(STATE),
    change: inState('kv/data/oidc-clients/vault', 'kv/data/oidc-clients/argo-cd'),
    message:
      "policy 'production-vault' of role 'production-vault' must reach '<engine>/data/production-vault/*' and what it shares with others alone, got 'kv/data/oidc-clients/argo-cd'; nothing of the namespace uses it",
  },
  {
    law: 'vault-roles-stay-in-their-namespace',
    object: 'production/keycloak/SecretStore/vault',
    change: {
      op: 'replace',
      path: '/spec/provider/vault/auth/kubernetes/role',
      value: 'production-keycloak-generator',
    },
    message:
      "`role` must be one that the vault gives 'external-secrets' of its namespace, got 'production-keycloak-generator'; write it into the state of the vault's reconciler",
  },
  {
    law: 'vault-cluster-ports-are-shut',
    object: 'production/vault/NetworkPolicy/openbao-from-openbao',
    change: { op: 'add', path: '/spec/ingress/0/from/-', value: { ipBlock: { cidr: '10.20.0.9/32' } } },
    message:
      "`ingress[0]` must open port 8201 to the vault's own nodes alone, got others; leave the port to a rule of its own",
  },
  {
    law: 'roles-name-what-they-allow',
    object: 'production/namespaces/Role/production-vault/openbao',
    change: { op: 'replace', path: '/rules/0/verbs/0', value: '*' },
    message: "`rules[0].verbs` must not hold a wildcard, got '*'; name each one",
  },
];
