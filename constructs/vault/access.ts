import type { IClusterRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRoleBinding';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import { VAULT_RECONCILE } from '../../reconcilers/vault/policies';
import { nodesOf } from './configuration';
import { DATA, INITIALISED, VAULT, type VaultSettings } from './props';

const RBAC = 'rbac.authorization.k8s.io';

/** Name of the ClusterRoleBinding of a vault: it lies in no namespace. */
export function tokenReviewerName(namespace: string): string {
  return `${namespace}-token-reviewer`;
}

/**
 * What the nodes do in the Kubernetes API: write on their own pods which of them is active, and, before the first start,
 * find out whether this volume is the first one. That a ConfigMap may be made cannot be bound to a name.
 */
export function roleOf(namespace: string, settings: Pick<VaultSettings, 'replicas'>): IRole {
  const nodes = nodesOf(settings);
  const rule = (resources: string, verbs: string[], resourceNames: string[]) => ({
    apiGroups: [''],
    resources: [resources],
    verbs,
    resourceNames,
  });
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'Role',
    metadata: { name: VAULT, namespace },
    rules: [
      rule('pods', ['get', 'update', 'patch'], [...nodes]),
      rule(
        'persistentvolumeclaims',
        ['get'],
        nodes.map((node) => `${DATA}-${node}`),
      ),
      rule('configmaps', ['get'], [INITIALISED]),
      { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
    ],
  };
}

/** What the vault's reconciler does in the Kubernetes API: it says that the vault has served, and reads nothing. */
export function recordRoleOf(namespace: string): IRole {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'Role',
    metadata: { name: VAULT_RECONCILE, namespace },
    rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['patch'], resourceNames: [INITIALISED] }],
  };
}

/** The right of a ServiceAccount to what the Role of its name allows: of the nodes, or of the reconciler. */
export function roleBindingOf(namespace: string, name: typeof VAULT | typeof VAULT_RECONCILE): IRoleBinding {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: RBAC, kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  };
}

/**
 * The nodes' right to ask the API server whose token somebody logs in with: in all namespaces, so it is an object of the
 * cluster.
 * @see https://openbao.org/docs/auth/kubernetes/
 */
export function tokenReviewerOf(namespace: string): IClusterRoleBinding {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: tokenReviewerName(namespace) },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'system:auth-delegator' },
    subjects: [{ kind: 'ServiceAccount', name: VAULT, namespace }],
  };
}
