import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import { KubePersistentVolumeClaim, KubeServiceAccount } from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import { resolve } from '../../values/parse';
import { namespaceOf } from '../namespace';
import { Resource } from '../resource';
import { prometheusRuleOf } from './alerts';
import { cronJobOf, persistentVolumeClaimOf } from './cron-job';
import { type ScheduledJobProps, scheduledJobProps } from './props';

/**
 * A program that runs on a schedule: CronJob, its own ServiceAccount, the alerts that tell when it did not run, and a
 * volume that outlives the runs where one is asked for. Its chart must name a namespace.
 *
 * @throws FaultsError when the props contradict each other
 */
export class ScheduledJob extends Construct {
  readonly cronJob: Resource<ICronJob>;

  constructor(scope: Construct, id: string, props: ScheduledJobProps) {
    super(scope, id);
    const namespace = namespaceOf(this);
    const settings = resolve(scheduledJobProps, props, this.node.path);

    new KubeServiceAccount(this, 'ServiceAccount', {
      metadata: { name: settings.name, namespace },
      automountServiceAccountToken: false,
    });
    this.cronJob = new Resource(this, 'CronJob', cronJobOf(namespace, settings));
    const alerts = prometheusRuleOf(namespace, settings);
    if (alerts !== undefined) new Resource<IPrometheusRule>(this, 'PrometheusRule', alerts);
    const claim = persistentVolumeClaimOf(namespace, settings);
    if (claim !== undefined) new KubePersistentVolumeClaim(this, 'PersistentVolumeClaim', claim);
  }
}
