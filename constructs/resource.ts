import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';

/** What every typed kind of `kubernetes-models` and `@kubernetes-models/*` has. */
interface TypedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
}

/**
 * An object of a kind that cdk8s-plus-27 does not know or knows too little of: kinds with a pod template, whose
 * newer fields its generated code drops, and custom resources. `Kind` is the upstream type, so a mistyped field does
 * not compile.
 *
 * @example new Resource<IDeployment>(this, 'Deployment', { apiVersion: 'apps/v1', kind: 'Deployment', … })
 */
export class Resource<Kind extends TypedObject> extends ApiObject {
  constructor(scope: Construct, id: string, object: Kind) {
    super(scope, id, object);
  }
}
