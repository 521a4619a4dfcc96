import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { namespaceOf } from './namespaces';
import { once } from './once';
import { at, type Fields, list, mappings, strings, text } from './read';

/** What a vault is to hold beside its secrets, as its reconciler reads it from a ConfigMap. */
export interface VaultState {
  readonly manifest: Manifest;
  /** Namespace of the vault. */
  readonly namespace: string;
  readonly policies: ReadonlyMap<string, readonly VaultRule[]>;
  readonly roles: readonly VaultRole[];
}

/** One path of a policy. */
export interface VaultRule {
  readonly path: string;
  readonly capabilities: readonly string[];
}

/** What a ServiceAccount gets that logs in. */
export interface VaultRole {
  readonly name: string;
  readonly accounts: readonly string[];
  readonly namespaces: readonly string[];
  readonly policies: readonly string[];
}

/** The states of all vaults: JSON with `policies` and `kubernetesRoles`, under whatever name. */
export const vaultStatesOf = once((world: World): readonly VaultState[] =>
  world
    .ofKind('', 'ConfigMap')
    .flatMap((manifest) =>
      Object.values(strings(manifest.object, 'data')).flatMap((content) => stateIn(content, manifest)),
    ),
);

function stateIn(content: string, manifest: Manifest): readonly VaultState[] {
  if (!content.includes('"kubernetesRoles"')) return [];
  const state = parsed(content);
  if (at(state, 'kubernetesRoles') === undefined) return [];
  const policies = mappings(state, 'policies').map(
    (policy) => [text(policy, 'name') ?? '', mappings(policy, 'rules').map(ruleOf)] as const,
  );
  const roles = mappings(state, 'kubernetesRoles').map(roleOf);
  return [{ manifest, namespace: namespaceOf(manifest), policies: new Map(policies), roles }];
}

function ruleOf(rule: Fields): VaultRule {
  return { path: text(rule, 'path') ?? '', capabilities: words(rule, 'capabilities') };
}

function roleOf(role: Fields): VaultRole {
  return {
    name: text(role, 'name') ?? '',
    accounts: words(role, 'serviceAccounts'),
    namespaces: words(role, 'namespaces'),
    policies: words(role, 'policies'),
  };
}

function words(from: Fields, path: string): readonly string[] {
  return list(from, path).filter((one) => typeof one === 'string');
}

/** The value of a JSON text; undefined where it is none, which its reader says itself. */
function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
