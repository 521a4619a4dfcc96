import { KubeConfigMap, KubeServiceAccount } from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { resolve } from '../../values/parse';
import { namespaceOf } from '../namespace';
import { configMapsOf } from '../reconciler/configuration';
import { Resource } from '../resource';
import { prometheusRuleOf } from '../scheduled-job/alerts';
import { cronJobOf, TIMING } from './cron-job';
import { SECRET_RESTARTS, type SecretRestartsProps, secretRestartsProps } from './props';

/**
 * Restarts the workloads of a namespace whose Secrets changed, by their own strategy: program and state in ConfigMaps, a
 * CronJob and the alerts that tell when it did not run. Nothing where no workload asks for it. Its rights are
 * {@link SecretRestartRights}. Its chart must name a namespace.
 *
 * @throws FaultsError when the props contradict each other
 */
export class SecretRestarts extends Construct {
  constructor(scope: Construct, id: string, props: SecretRestartsProps) {
    super(scope, id);
    const namespace = namespaceOf(this);
    const settings = resolve(secretRestartsProps, props, this.node.path);
    const { workloads } = settings;
    if (workloads.length === 0) return;
    const { names, program, state } = configMapsOf(namespace, {
      name: SECRET_RESTARTS,
      program: 'restarts',
      state: { namespace, workloads },
    });
    new KubeServiceAccount(this, 'ServiceAccount', {
      metadata: { name: SECRET_RESTARTS, namespace },
      automountServiceAccountToken: false,
    });
    new KubeConfigMap(this, 'Program', program);
    new KubeConfigMap(this, 'State', state);
    new Resource(this, 'CronJob', cronJobOf(namespace, settings, names));
    const alerts = prometheusRuleOf(namespace, TIMING);
    if (alerts !== undefined) new Resource(this, 'PrometheusRule', alerts);
  }
}
