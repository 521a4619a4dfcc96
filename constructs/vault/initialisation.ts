import {
  breakGlassPolicy,
  type PolicyRule,
  policyText,
  reconcilePolicy,
  VAULT_BREAK_GLASS,
  VAULT_MOUNTS,
  VAULT_RECONCILE,
  VAULT_SIGN_IN,
} from '../../reconcilers/vault/policies';
import { type HclBlock, type HclValue, hclText } from './hcl';
import { VAULT_AUDIENCE } from './props';

/**
 * What an empty vault does to itself before it answers anybody: two ways to log in, one for the reconciler, which does the
 * rest, and one for a person who repairs what the reconciler cannot. It gives away neither a root token nor recovery keys.
 * @see https://openbao.org/docs/configuration/self-init/
 */
export function initialisationOf(namespace: string): string {
  const { kubernetes } = VAULT_MOUNTS;
  return hclText({
    blocks: [
      {
        type: 'initialize',
        labels: ['access'],
        blocks: [
          request('kubernetes', `sys/auth/${kubernetes}`, { type: 'kubernetes' }),
          request('kubernetes-config', `auth/${kubernetes}/config`, {
            kubernetes_host: 'https://kubernetes.default.svc',
          }),
          ...identity(VAULT_RECONCILE, [VAULT_RECONCILE, VAULT_SIGN_IN], namespace, reconcilePolicy()),
          ...identity(VAULT_BREAK_GLASS, [VAULT_BREAK_GLASS], namespace, breakGlassPolicy()),
        ],
      },
    ],
  });
}

/** A policy, and the role of that name by which ServiceAccounts get it, for as long as a repair takes. */
function identity(
  name: string,
  accounts: readonly string[],
  namespace: string,
  rules: readonly PolicyRule[],
): readonly HclBlock[] {
  return [
    request(`${name}-policy`, `sys/policies/acl/${name}`, { policy: policyText(rules) }),
    request(`${name}-role`, `auth/${VAULT_MOUNTS.kubernetes}/role/${name}`, {
      bound_service_account_names: accounts,
      bound_service_account_namespaces: [namespace],
      audience: VAULT_AUDIENCE,
      token_policies: [name],
      token_ttl: '15m',
      token_max_ttl: '1h',
    }),
  ];
}

function request(name: string, path: string, data: Readonly<Record<string, HclValue>>): HclBlock {
  return { type: 'request', labels: [name], attributes: { operation: 'update', path, data } };
}
