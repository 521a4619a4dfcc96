import { KubeServiceAccount } from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { resolve } from '../../values/parse';
import { namespaceOf } from '../namespace';
import { Resource } from '../resource';
import { configMapsOf } from './configuration';
import { hookOf } from './jobs';
import { type ReconcilerProps, reconcilerProps } from './props';

export type ReconcilerHookProps = ReconcilerProps & {
  /** Name of the Reconciler of the same namespace, with the same desired state, whose ConfigMaps feed this run. */
  readonly reconciler: string;
};

/**
 * One more run of a `Reconciler`, after the sync of another application of its namespace, for what that one brings: without
 * it this would wait for the run on schedule. The ServiceAccount is its own. Its chart must name a namespace.
 *
 * @throws FaultsError when the props contradict each other
 */
export class ReconcilerHook extends Construct {
  constructor(scope: Construct, id: string, { reconciler, ...props }: ReconcilerHookProps) {
    super(scope, id);
    const namespace = namespaceOf(this);
    const settings = resolve(reconcilerProps, props, this.node.path);
    const { product: program, state } = settings.desired;
    const { names } = configMapsOf(namespace, { name: reconciler, program, state });
    new KubeServiceAccount(this, 'ServiceAccount', {
      metadata: { name: settings.name, namespace },
      automountServiceAccountToken: false,
    });
    new Resource(this, 'Hook', hookOf(namespace, settings, names));
  }
}
