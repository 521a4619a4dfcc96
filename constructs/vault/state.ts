import { OWNERSHIP_PATH, VAULT_MOUNTS } from '../../reconcilers/vault/policies';
import type { VaultStateProps } from '../../reconcilers/vault/state';
import {
  GENERATOR_ACCOUNT,
  generatorRoleOf,
  oidcClientOf,
  READER_ACCOUNT,
  readerRoleOf,
} from '../secrets/props';
import { OPERATOR_ACCOUNT, SNAPSHOTS, VAULT_AUDIENCE } from './props';

type Policy = VaultStateProps['policies'][number];
type Rule = Policy['rules'][number];
type KubernetesRole = VaultStateProps['kubernetesRoles'][number];
type Capabilities = Rule['capabilities'];

/** A namespace whose secrets lie in the vault. */
export interface Reader {
  readonly namespace: string;
  /** Whether values are generated for it. */
  readonly generates: boolean;
  /** Clients of the identity provider whose secrets it reads. */
  readonly clients: readonly string[];
  /** Whether it makes the secrets of all clients. @default false */
  readonly provider?: boolean;
}

/** What a group of people may do. */
export type Access =
  | { readonly role: 'operator' | 'viewer'; readonly group: string }
  | { readonly role: 'editor'; readonly group: string; readonly namespaces: readonly string[] };

/** How people sign in. */
export type SignIn = NonNullable<VaultStateProps['oidc']>;

export interface VaultStateSettings {
  /** Namespace of the vault. */
  readonly namespace: string;
  readonly readers: readonly Reader[];
  readonly access: readonly Access[];
  /** @default - nobody signs in */
  readonly signIn?: SignIn;
}

/** Policy of groups that see names alone. */
const VIEWER = 'viewer';

/** Every client's secret: a folder of its own, since a client is read by another namespace than the one that makes it. */
const CLIENTS = oidcClientOf('*').path;

const READ: Capabilities = ['read'];
const LOOK: Capabilities = ['read', 'list'];

/** What External Secrets does with its own token: it looks whether a store is good, and gives the token back. */
const OWN_TOKEN: readonly Rule[] = [
  { path: 'auth/token/lookup-self', capabilities: ['read'] },
  { path: 'auth/token/revoke-self', capabilities: ['update'] },
];

/**
 * To write a value. Nobody may delete: for a generator a value that was deleted is one to be made anew, under whoever runs
 * with the old one.
 */
const WRITE: Capabilities = ['create', 'read', 'update'];

/**
 * What the vault is to hold beside its secrets: a role and a policy for each namespace, and a second pair where values are
 * generated; those of snapshots and operators; how people sign in and what their groups may do.
 */
export function vaultStateOf({ namespace, readers, access, signIn }: VaultStateSettings): VaultStateProps {
  const groups = signIn === undefined ? [] : groupsOf(access);
  return {
    kv: { description: 'secrets by namespace and name' },
    policies: [
      ...readers.flatMap(policiesOf),
      policy(SNAPSHOTS, [{ path: 'sys/storage/raft/snapshot', capabilities: READ }]),
      operators(),
      ...(access.some((one) => one.role === 'viewer') ? [policy(VIEWER, looking('*'))] : []),
      ...editorsOf(access),
    ],
    kubernetesRoles: [
      ...readers.flatMap(rolesOf),
      role(SNAPSHOTS, SNAPSHOTS, namespace),
      role(OPERATOR_ACCOUNT, OPERATOR_ACCOUNT, namespace),
    ],
    ...(signIn !== undefined && { oidc: signIn }),
    groups,
  };
}

function policiesOf({ namespace, generates, clients, provider = false }: Reader): readonly Policy[] {
  const own = `${namespace}/*`;
  const read = [own, ...clients.map((client) => oidcClientOf(client).path), ...(provider ? [CLIENTS] : [])];
  const written = [own, ...(provider ? [CLIENTS] : [])];
  return [
    policy(readerRoleOf(namespace), [...OWN_TOKEN, ...read.flatMap((path) => both(path, READ, READ))]),
    ...(generates
      ? [policy(generatorRoleOf(namespace), [...OWN_TOKEN, ...written.flatMap(generating)])]
      : []),
  ];
}

function rolesOf({ namespace, generates }: Reader): readonly KubernetesRole[] {
  return [
    role(readerRoleOf(namespace), READER_ACCOUNT, namespace),
    ...(generates ? [role(generatorRoleOf(namespace), GENERATOR_ACCOUNT, namespace)] : []),
  ];
}

/** People who run the vault: all values but no deletion, snapshots, and a look at how it is set up. */
function operators(): Policy {
  const seen = ['sys/mounts', 'sys/auth', 'sys/policies/acl', 'sys/policies/acl/*', 'sys/storage/raft/*'];
  return policy(OPERATOR_ACCOUNT, [
    ...both('*', [...WRITE, 'patch'], LOOK),
    ...both(OWNERSHIP_PATH, ['deny'], ['deny']),
    ...seen.map((path) => ({ path, capabilities: LOOK })),
  ]);
}

function editorsOf(access: readonly Access[]): readonly Policy[] {
  const namespaces = access.flatMap((one) => (one.role === 'editor' ? one.namespaces : []));
  return [...new Set(namespaces)]
    .sort()
    .map((namespace) =>
      policy(editorOf(namespace), [
        ...both(`${namespace}/*`, [...WRITE, 'patch'], LOOK),
        { path: `${VAULT_MOUNTS.kv}/metadata`, capabilities: ['list'] },
      ]),
    );
}

function groupsOf(access: readonly Access[]): NonNullable<VaultStateProps['groups']> {
  return access.map((one) => ({
    name: one.group,
    policies:
      one.role === 'editor'
        ? one.namespaces.map(editorOf)
        : [one.role === 'operator' ? OPERATOR_ACCOUNT : VIEWER],
  }));
}

function editorOf(namespace: string): string {
  return `${namespace}-editor`;
}

/** A path of the engine: its values, and what is told of them. */
function both(path: string, values: Capabilities, metadata: Capabilities): readonly Rule[] {
  return [valuesRule(path, values), metadataRule(path, metadata)];
}

/**
 * To write values, and to say of each who made it. The other parameters of the metadata end versions early, which is to
 * delete by another name.
 */
function generating(path: string): readonly Rule[] {
  return [valuesRule(path, WRITE), { ...metadataRule(path, WRITE), allowedParameters: ['custom_metadata'] }];
}

function valuesRule(path: string, capabilities: Capabilities): Rule {
  return { path: `${VAULT_MOUNTS.kv}/data/${path}`, capabilities };
}

function metadataRule(path: string, capabilities: Capabilities): Rule {
  return { path: `${VAULT_MOUNTS.kv}/metadata/${path}`, capabilities };
}

/** Names without values. */
function looking(path: string): readonly Rule[] {
  return [{ path: `${VAULT_MOUNTS.kv}/metadata`, capabilities: ['list'] }, metadataRule(path, LOOK)];
}

function policy(name: string, rules: readonly Rule[]): Policy {
  return { name, rules };
}

function role(name: string, serviceAccount: string, namespace: string): KubernetesRole {
  return {
    name,
    serviceAccounts: [serviceAccount],
    namespaces: [namespace],
    policies: [name],
    audience: VAULT_AUDIENCE,
  };
}
