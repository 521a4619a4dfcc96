import { Construct } from 'constructs';
import { Resource } from '../resource';
import { roleBindingOf, roleOf, tokenReviewerOf } from './access';
import type { VaultSettings } from './props';

export interface VaultRightsProps extends Pick<VaultSettings, 'replicas'> {
  /** Namespace of the vault. */
  readonly namespace: string;
}

/**
 * What the vault's nodes may do in the Kubernetes API. It comes with the namespace, not with the workload: whoever may
 * change a workload must not give himself rights.
 */
export class VaultRights extends Construct {
  constructor(scope: Construct, id: string, { namespace, ...settings }: VaultRightsProps) {
    super(scope, id);
    for (const object of [roleOf(namespace, settings), roleBindingOf(namespace), tokenReviewerOf(namespace)])
      new Resource(this, object.kind, object);
  }
}
