import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import { KEYCLOAK, type KeycloakSettings } from './props';

/**
 * What people would notice before we do: servers that are missing or are no cluster, and logins that fail because the
 * database has no connection left.
 * @see https://www.keycloak.org/observability/metrics-for-troubleshooting-overview
 */
export function prometheusRuleOf(
  namespace: string,
  { replicas, poolSize }: KeycloakSettings,
): IPrometheusRule {
  const pods = `namespace="${namespace}",pod=~"${KEYCLOAK}-[0-9]+"`;
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
    labels: { severity, namespace },
    annotations: { summary },
  });
  const rules = [
    alert(
      'KeycloakDown',
      'critical',
      '2m',
      `kube_statefulset_status_replicas_ready{namespace="${namespace}",statefulset="${KEYCLOAK}"} < 1`,
      `${namespace} has no server that is ready: nobody can sign in`,
    ),
    alert(
      'KeycloakReplicaMissing',
      'warning',
      '15m',
      `kube_statefulset_status_replicas_ready{namespace="${namespace}",statefulset="${KEYCLOAK}"} < ${replicas}`,
      `${namespace} has fewer than its ${replicas} servers`,
    ),
    alert(
      'KeycloakSplit',
      'critical',
      '5m',
      `min(vendor_cluster_size{${pods}}) < ${replicas}`,
      `servers of ${namespace} do not see each other: sessions of one are unknown to another`,
    ),
    alert(
      'KeycloakWaitsForDatabase',
      'warning',
      '5m',
      `max(agroal_awaiting_count{${pods}}) > 0`,
      `requests of ${namespace} wait for one of ${poolSize} connections to the database`,
    ),
  ];
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: KEYCLOAK, namespace },
    spec: {
      groups: [
        {
          name: namespace,
          rules: rules.filter(({ alert: title }) => replicas > 1 || title !== 'KeycloakSplit'),
        },
      ],
    },
  };
}
