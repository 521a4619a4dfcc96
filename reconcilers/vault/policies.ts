/** What a policy may allow on a path. @see https://openbao.org/docs/concepts/policies/#capabilities */
export const CAPABILITIES = ['create', 'read', 'update', 'patch', 'delete', 'list', 'deny'] as const;

export type Capability = (typeof CAPABILITIES)[number];

/** One path of a policy. `*` at its end stands for anything, `+` for one part between slashes. */
export interface PolicyRule {
  /** Path without `/v1/` before it: `kv/data/production-keycloak/*`. */
  readonly path: string;
  /** `sudo` is what only the two policies of this file have: a state cannot give it. */
  readonly capabilities: readonly (Capability | 'sudo')[];
  /**
   * Parameters that a write may have; with any other one it is refused.
   * @default - all
   * @see https://openbao.org/docs/concepts/policies/#parameter-constraints
   */
  readonly allowedParameters?: readonly string[] | undefined;
}

/** Where the engines and methods that a policy names are mounted. */
export interface VaultMounts {
  /** Engine of type KV, version 2. */
  readonly kv: string;
  /** Method by which pods and the reconciler log in. */
  readonly kubernetes: string;
  /** Method by which people log in. */
  readonly oidc: string;
}

/** Mounts of every vault of ours. Another name needs the break-glass role: the policies below are written once. */
export const VAULT_MOUNTS = {
  kv: 'kv',
  kubernetes: 'kubernetes',
  oidc: 'oidc',
} as const satisfies VaultMounts;

/** Policy, Kubernetes role and ServiceAccount of the reconciler. */
export const VAULT_RECONCILE = 'vault-reconcile';

/** ServiceAccount of the reconciler's run after people can sign in; it has the reconciler's role. */
export const VAULT_SIGN_IN = 'vault-sign-in';

/** Policy, Kubernetes role and ServiceAccount of a person who repairs what the reconciler cannot; no pod uses it. */
export const VAULT_BREAK_GLASS = 'vault-break-glass';

/** Names that self-initialisation gives away and no state may: the reconciler could lock everybody out by them. */
export const PROTECTED_NAMES: readonly string[] = [VAULT_RECONCILE, VAULT_BREAK_GLASS];

/**
 * Folder of the KV engine where the reconciler keeps what it owns. No namespace has this name, so no role reads it.
 */
export const OWNERSHIP_PATH = `${VAULT_RECONCILE}/owned`;

/**
 * The least rights that reconcilers/vault needs, for self-initialisation to write as policy `vault-reconcile`.
 *
 * It cannot remove an engine, cannot touch the method by which it logs in itself (a wrong address there would lock
 * everybody out), and neither of the policies and roles of {@link PROTECTED_NAMES}. This guards against accidents, not
 * against whoever takes the reconciler over: who may write policies and roles can give himself any.
 */
export function reconcilePolicy(mounts: VaultMounts = VAULT_MOUNTS): readonly PolicyRule[] {
  const { kv, kubernetes, oidc } = mounts;
  const all = ['create', 'read', 'update', 'delete'] as const;
  const exceptProtected = (folder: string): readonly PolicyRule[] => [
    { path: `${folder}/*`, capabilities: all },
    ...PROTECTED_NAMES.map((name) => ({ path: `${folder}/${name}`, capabilities: ['deny'] as const })),
  ];
  return [
    { path: 'sys/mounts', capabilities: ['read'] },
    { path: `sys/mounts/${kv}`, capabilities: ['create', 'update'] },
    { path: `sys/mounts/${kv}/tune`, capabilities: ['update'] },
    { path: `${kv}/config`, capabilities: ['create', 'read', 'update'] },
    { path: `${kv}/data/${OWNERSHIP_PATH}`, capabilities: ['create', 'read', 'update'] },
    { path: 'sys/auth', capabilities: ['read'] },
    { path: `sys/auth/${oidc}`, capabilities: ['create', 'update', 'delete', 'sudo'] },
    { path: `sys/auth/${oidc}/tune`, capabilities: ['update', 'sudo'] },
    { path: `auth/${oidc}/config`, capabilities: ['create', 'read', 'update'] },
    { path: `auth/${oidc}/role/*`, capabilities: all },
    ...exceptProtected('sys/policies/acl'),
    ...exceptProtected(`auth/${kubernetes}/role`),
    { path: 'identity/group/name/*', capabilities: all },
    { path: 'identity/group-alias', capabilities: ['create', 'update'] },
    { path: 'identity/group-alias/id/*', capabilities: ['update'] },
    { path: 'auth/token/revoke-self', capabilities: ['update'] },
  ];
}

/**
 * What a person needs to repair a vault of which the reconciler cannot, for self-initialisation to write as policy
 * `vault-break-glass`: policies, engines, methods and roles; recovery keys; raft's peers and snapshots; a new root token
 * is not among them. It reads no secret by itself.
 */
export function breakGlassPolicy({ kubernetes }: VaultMounts = VAULT_MOUNTS): readonly PolicyRule[] {
  const all = ['create', 'read', 'update', 'delete', 'list'] as const;
  return [
    { path: 'sys/policies/acl', capabilities: ['list'] },
    { path: 'sys/policies/acl/*', capabilities: all },
    { path: 'sys/mounts', capabilities: ['read'] },
    { path: 'sys/mounts/*', capabilities: [...all, 'sudo'] },
    { path: 'sys/auth', capabilities: ['read'] },
    { path: 'sys/auth/*', capabilities: [...all, 'sudo'] },
    { path: `auth/${kubernetes}/config`, capabilities: ['create', 'read', 'update'] },
    { path: `auth/${kubernetes}/role`, capabilities: ['list'] },
    { path: `auth/${kubernetes}/role/*`, capabilities: all },
    { path: 'sys/rotate/recovery/*', capabilities: ['create', 'read', 'update', 'delete', 'sudo'] },
    { path: 'sys/storage/raft/*', capabilities: ['create', 'read', 'update', 'sudo'] },
    { path: 'sys/leases/revoke-prefix/*', capabilities: ['create', 'update', 'sudo'] },
    { path: 'auth/token/revoke-self', capabilities: ['update'] },
  ];
}

/**
 * A policy in the vault's own language, in the order of its rules: the vault keeps the text as it is written, so the same
 * rules must give the same text.
 */
export function policyText(rules: readonly PolicyRule[]): string {
  return rules
    .map(({ path, capabilities, allowedParameters = [] }) => {
      const list = capabilities.map((capability) => `"${capability}"`).join(', ');
      // An empty list of values stands for any value.
      const parameters = allowedParameters.map((parameter) => `    "${parameter}" = []\n`).join('');
      const allowed = parameters === '' ? '' : `  allowed_parameters = {\n${parameters}  }\n`;
      return `path "${path}" {\n  capabilities = [${list}]\n${allowed}}\n`;
    })
    .join('');
}
