import { Construct } from 'constructs';
import { VAULT_RECONCILE } from '../../reconcilers/vault/policies';
import { Resource } from '../resource';
import { recordRoleOf, roleBindingOf, roleOf, tokenReviewerOf } from './access';
import { VAULT, type VaultSettings } from './props';

export interface VaultRightsProps extends Pick<VaultSettings, 'replicas'> {
  /** Namespace of the vault. */
  readonly namespace: string;
}

/**
 * What the vault's nodes and its reconciler may do in the Kubernetes API. It comes with the namespace, not with the
 * workload: whoever may change a workload must not give himself rights.
 */
export class VaultRights extends Construct {
  constructor(scope: Construct, id: string, { namespace, ...settings }: VaultRightsProps) {
    super(scope, id);
    const objects = {
      Role: roleOf(namespace, settings),
      RoleBinding: roleBindingOf(namespace, VAULT),
      ReconcilerRole: recordRoleOf(namespace),
      ReconcilerRoleBinding: roleBindingOf(namespace, VAULT_RECONCILE),
      TokenReviewer: tokenReviewerOf(namespace),
    };
    for (const [id, object] of Object.entries(objects)) new Resource(this, id, object);
  }
}
