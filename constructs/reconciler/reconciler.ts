import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import { KubeConfigMap, KubeServiceAccount } from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IJob } from 'kubernetes-models/batch/v1/Job';
import { resolve } from '../../values/parse';
import { namespaceOf } from '../namespace';
import { Resource } from '../resource';
import { prometheusRuleOf } from '../scheduled-job/alerts';
import { configMapsOf } from './configuration';
import { cronJobOf, hookOf } from './jobs';
import {
  activeDeadlineSeconds,
  type ReconcilerProps,
  reconcilerProps,
  STARTING_DEADLINE_SECONDS,
} from './props';

/**
 * Keeps a product's own state as the code says: the program and the desired state in ConfigMaps, a Job after each sync, the
 * same pod on a schedule, and the alerts that tell when it did not run. Its chart must name a namespace.
 *
 * @throws FaultsError when the props contradict each other
 */
export class Reconciler extends Construct {
  readonly hook: Resource<IJob>;
  readonly cronJob: Resource<ICronJob>;

  constructor(scope: Construct, id: string, props: ReconcilerProps) {
    super(scope, id);
    const namespace = namespaceOf(this);
    const settings = resolve(reconcilerProps, props, this.node.path);
    const { names, program, state } = configMapsOf(namespace, {
      name: settings.name,
      program: settings.desired.product,
      state: settings.desired.state,
    });

    new KubeServiceAccount(this, 'ServiceAccount', {
      metadata: { name: settings.name, namespace },
      automountServiceAccountToken: false,
    });
    new KubeConfigMap(this, 'Program', program);
    new KubeConfigMap(this, 'State', state);
    this.hook = new Resource(this, 'Hook', hookOf(namespace, settings, names));
    this.cronJob = new Resource(this, 'CronJob', cronJobOf(namespace, settings, names));
    const alerts = prometheusRuleOf(namespace, {
      name: settings.name,
      schedule: settings.schedule,
      suspend: false,
      startingDeadlineSeconds: STARTING_DEADLINE_SECONDS,
      activeDeadlineSeconds: activeDeadlineSeconds(settings),
    });
    if (alerts !== undefined) new Resource<IPrometheusRule>(this, 'PrometheusRule', alerts);
  }
}
