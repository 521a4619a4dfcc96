import type { Breach, Law } from '../law';
import { namespaceOf, namespacesOf } from '../readers/namespaces';
import { text } from '../readers/read';
import { workloadsBehind } from '../readers/services';
import { shown } from '../readers/show';
import {
  type VaultAccess,
  type VaultStore,
  vaultReadsOf,
  vaultStoresOf,
  vaultWritesOf,
} from '../readers/vault';
import { type VaultRole, type VaultRule, type VaultState, vaultStatesOf } from '../readers/vault-state';
import type { World } from '../world';

/** What a client of the vault does with its own token. */
const OWN_TOKEN = /^auth\/token\/(lookup|renew|revoke)-self$/;

/** A path of a key-value engine, version 2: what lies there, or what is told of it. */
const VALUES = /^[\w.-]+\/(?:data|metadata)\/([\w.-]+)\/(.+)$/;

/** What a role may do that only reads, and one that makes up values: nothing that is there can go. */
const RIGHTS = { reader: ['read', 'list', 'deny'], generator: ['create', 'read', 'update', 'list', 'deny'] };

/**
 * What the role of a namespace may do in the vault, as its reconciler is told: read its own folder, and generate into it
 * under a role of its own. Outside of that it reaches the very path that an ExternalSecret of the namespace reads there,
 * as that of its client at the identity provider, and the folder that its PushSecrets write to. No other namespace's
 * folder is among them. Roles of the vault's own namespace that no store has are its own: those of snapshots and people.
 */
export const vaultRolesStayInTheirNamespace: Law = {
  id: 'vault-roles-stay-in-their-namespace',
  *judge(world): Generator<Breach> {
    const states = vaultStatesOf(world);
    const uses = { reads: [...vaultReadsOf(world)], writes: [...vaultWritesOf(world)] };
    for (const state of states) {
      for (const role of state.roles) {
        for (const message of roleFaults(role, state, uses, world))
          yield { manifest: state.manifest, message };
      }
    }
    for (const store of vaultStoresOf(world).values()) {
      const message = storeFault(store, states, world);
      if (message !== undefined) yield { manifest: store.manifest, message };
    }
  },
};

/** What namespaces do in their vaults. */
interface Uses {
  readonly reads: readonly VaultAccess[];
  readonly writes: readonly VaultAccess[];
}

function* roleFaults(role: VaultRole, state: VaultState, uses: Uses, world: World): Generator<string> {
  const { name, namespaces } = role;
  const [namespace = ''] = namespaces;
  if (namespaces.length !== 1) {
    yield `role ${shown(name)} must be of one namespace, got ${shown(namespaces)}; write one for each`;
    return;
  }
  const sort = name === `${namespace}-generator` ? 'generator' : 'reader';
  if (namespace === state.namespace && sort === 'reader' && name !== namespace) return;
  for (const policy of role.policies) {
    for (const rule of state.policies.get(policy) ?? []) {
      const fault = ruleFault(rule, namespace, uses, world);
      const excess = OWN_TOKEN.test(rule.path)
        ? undefined
        : rule.capabilities.find((one) => !RIGHTS[sort].includes(one));
      if (fault !== undefined) yield `policy ${shown(policy)} of role ${shown(name)} ${fault}`;
      else if (excess !== undefined)
        yield `policy ${shown(policy)} of role ${shown(name)} must not allow '${excess}' on '${rule.path}'; a ${sort} has ${RIGHTS[sort].join(', ')}`;
    }
  }
}

/** What a path reaches that is not the namespace's. */
function ruleFault(
  { path, capabilities }: VaultRule,
  namespace: string,
  uses: Uses,
  world: World,
): string | undefined {
  if (OWN_TOKEN.test(path) || capabilities.includes('deny')) return undefined;
  const [, folder, rest] = VALUES.exec(path) ?? [];
  if (folder === namespace) return undefined;
  const must = `must reach '<engine>/data/${namespace}/*' and what it shares with others alone, got '${path}'`;
  if (folder === undefined || rest === undefined || /[*+]/.test(rest.replace(/^\*$/, '')))
    return `${must}; name the folder`;
  if (namespacesOf(world).has(folder)) return `${must}; that is another namespace's`;
  const isFolder = rest === '*';
  const used = (isFolder ? uses.writes : [...uses.reads, ...uses.writes])
    .filter(({ manifest }) => namespaceOf(manifest) === namespace)
    .some(({ key }) => (isFolder ? key.includes(`/${folder}/`) : key.endsWith(`/${folder}/${rest}`)));
  if (used) return undefined;
  return `${must}; nothing of the namespace ${isFolder ? 'writes there' : 'uses it'}`;
}

/** A store whose role the vault does not have, or has for another account, never becomes ready. */
function storeFault(
  { namespace, provider, server }: VaultStore,
  states: readonly VaultState[],
  world: World,
): string | undefined {
  const homes = workloadsBehind(world, server).map((pods) => pods.namespace);
  const state = states.find((one) => homes.includes(one.namespace));
  if (state === undefined) return undefined;
  const name = text(provider, 'auth.kubernetes.role') ?? '';
  const account = text(provider, 'auth.kubernetes.serviceAccountRef.name') ?? '';
  const role = state.roles.find((one) => one.name === name);
  if (role?.namespaces.includes(namespace) && role.accounts.includes(account)) return undefined;
  return `\`role\` must be one that the vault gives '${account}' of its namespace, got ${shown(name)}; write it into the state of the vault's reconciler`;
}
