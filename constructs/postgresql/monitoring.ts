import type { IPodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor';
import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import { RESERVED_CONNECTIONS } from '../../values/connections';
import { intervals } from '../../values/schedule';
import { instanceLabels, type PostgresqlSettings } from './props';

/** How long a base backup may take before it counts as missing, in seconds. */
const BACKUP_SECONDS = 3600;

/** What Prometheus scrapes: the operator's own monitor is deprecated. */
export function podMonitorOf(namespace: string, { name }: PostgresqlSettings): IPodMonitor {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { ...instanceLabels(name), 'cnpg.io/podRole': 'instance' } },
      podMetricsEndpoints: [{ port: 'metrics', interval: '30s' }],
    },
  };
}

/**
 * What nobody notices by himself: a database that still answers and could not be restored, or that the next lost worker
 * ends.
 * @see https://cloudnative-pg.io/documentation/1.30/monitoring/
 */
export function prometheusRuleOf(namespace: string, settings: PostgresqlSettings): IPrometheusRule {
  const { name } = settings;
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name, namespace },
    spec: { groups: [{ name: `${namespace}-${name}`, rules: alertsOf(namespace, settings) }] },
  };
}

function alertsOf(namespace: string, { name, instances, maxConnections, backups }: PostgresqlSettings) {
  const pods = `{namespace="${namespace}",pod=~"${name}-[0-9]+"}`;
  const patience = intervals(backups.schedule).longest + BACKUP_SECONDS;
  const usable = maxConnections - RESERVED_CONNECTIONS;
  const alert = (
    title: string,
    severity: 'warning' | 'critical',
    wait: string,
    expr: string,
    summary: string,
  ) => ({
    alert: title,
    expr,
    for: wait,
    labels: { severity, namespace, cluster: name },
    annotations: { summary },
  });
  return [
    alert(
      'DatabaseInstanceMissing',
      instances > 1 ? 'warning' : 'critical',
      '5m',
      `(sum(cnpg_collector_up${pods}) or vector(0)) < ${instances}`,
      `${namespace}/${name} has fewer than its ${instances} instances`,
    ),
    alert(
      'DatabaseArchivingFails',
      'critical',
      '15m',
      `max(increase(cnpg_pg_stat_archiver_failed_count${pods}[15m])) > 0`,
      `${namespace}/${name} cannot archive its changes: a restore would lose them, and its volume fills up`,
    ),
    alert(
      'DatabaseBackupMissing',
      'critical',
      '5m',
      `time() - max(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp${pods}) > ${patience}`,
      `${namespace}/${name} has no base backup of the last interval (${patience} s)`,
    ),
    alert(
      'DatabaseConnectionsExhausted',
      'warning',
      '5m',
      `max(sum by (pod) (cnpg_backends_total${pods})) > ${Math.floor(usable * 0.9)}`,
      `${namespace}/${name} has nine tenths of its ${usable} connections in use`,
    ),
  ];
}
