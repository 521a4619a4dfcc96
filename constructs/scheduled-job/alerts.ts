import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import { intervals } from '../../values/schedule';
import type { ScheduledJobSettings } from './props';

/** What the alerts of a scheduled program depend on. */
export type AlertSettings = Pick<
  ScheduledJobSettings,
  'name' | 'schedule' | 'suspend' | 'startingDeadlineSeconds' | 'activeDeadlineSeconds'
>;

/**
 * What nobody notices by himself: a job that did not run. Nothing for a job that the code suspends. Metrics are
 * kube-state-metrics'.
 * @see https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/cronjob-metrics.md
 */
export function prometheusRuleOf(namespace: string, settings: AlertSettings): IPrometheusRule | undefined {
  const { name, suspend } = settings;
  if (suspend) return undefined;
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name, namespace },
    spec: { groups: [{ name: `${namespace}-${name}`, rules: alertsOf(namespace, settings) }] },
  };
}

function alertsOf(namespace: string, settings: AlertSettings) {
  const { name, schedule, startingDeadlineSeconds, activeDeadlineSeconds } = settings;
  const job = `{namespace="${namespace}",cronjob="${name}"}`;
  const patience = 2 * intervals(schedule).longest + startingDeadlineSeconds + activeDeadlineSeconds;
  const alert = (title: string, severity: 'warning' | 'critical', expr: string, summary: string) => ({
    alert: title,
    expr,
    labels: { severity, namespace, cronjob: name },
    annotations: { summary },
  });
  return [
    alert(
      'ScheduledJobNotSucceeding',
      'critical',
      `time() - kube_cronjob_status_last_successful_time${job} > ${patience}`,
      `${namespace}/${name} has not succeeded for two intervals and the time of a run (${patience} s)`,
    ),
    alert(
      'ScheduledJobNeverSucceeded',
      'critical',
      `(time() - kube_cronjob_created${job} > ${patience}) unless on (namespace, cronjob) kube_cronjob_status_last_successful_time${job}`,
      `${namespace}/${name} has not succeeded once since it was made`,
    ),
    alert(
      'ScheduledJobSuspended',
      'warning',
      `kube_cronjob_spec_suspend${job} == 1`,
      `${namespace}/${name} is suspended by hand: the code says that it runs`,
    ),
    alert(
      'ScheduledJobOverdue',
      'critical',
      `time() - kube_cronjob_next_schedule_time${job} > ${startingDeadlineSeconds}`,
      `${namespace}/${name} was due more than ${startingDeadlineSeconds} s ago and was not started`,
    ),
  ];
}
