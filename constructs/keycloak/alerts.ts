import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import { KEYCLOAK, type KeycloakSettings } from './props';

type Rules = NonNullable<NonNullable<NonNullable<IPrometheusRule['spec']>['groups']>[number]['rules']>;

/**
 * What people would notice before we do: servers that are missing or are no cluster, and logins that fail because the
 * database has no connection left.
 * @see https://www.keycloak.org/observability/metrics-for-troubleshooting-overview
 */
export function prometheusRuleOf(namespace: string, settings: KeycloakSettings): IPrometheusRule {
  const rules = [...missingServers(namespace, settings), ...sickServers(namespace, settings)];
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: KEYCLOAK, namespace },
    spec: {
      groups: [
        {
          name: namespace,
          rules: rules.map((rule) => ({ ...rule, labels: { ...rule.labels, namespace } })),
        },
      ],
    },
  };
}

function missingServers(namespace: string, { replicas }: KeycloakSettings): Rules {
  const ready = `kube_statefulset_status_replicas_ready{namespace="${namespace}",statefulset="${KEYCLOAK}"}`;
  return [
    {
      alert: 'KeycloakDown',
      expr: `${ready} < 1`,
      for: '2m',
      labels: { severity: 'critical' },
      annotations: { summary: `${namespace} has no server that is ready: nobody can sign in` },
    },
    {
      alert: 'KeycloakReplicaMissing',
      expr: `${ready} < ${replicas}`,
      for: '15m',
      labels: { severity: 'warning' },
      annotations: { summary: `${namespace} has fewer than its ${replicas} servers` },
    },
  ];
}

/** A single server has nobody to be split from. */
function sickServers(namespace: string, { replicas, poolSize }: KeycloakSettings): Rules {
  const pods = `{namespace="${namespace}",pod=~"${KEYCLOAK}-[0-9]+"}`;
  const split = {
    alert: 'KeycloakSplit',
    expr: `min(vendor_cluster_size${pods}) < ${replicas}`,
    for: '5m',
    labels: { severity: 'critical' },
    annotations: {
      summary: `servers of ${namespace} do not see each other: sessions of one are unknown to another`,
    },
  };
  const waiting = {
    alert: 'KeycloakWaitsForDatabase',
    expr: `max(agroal_awaiting_count${pods}) > 0`,
    for: '5m',
    labels: { severity: 'warning' },
    annotations: {
      summary: `requests of ${namespace} wait for one of ${poolSize} connections to the database`,
    },
  };
  return replicas > 1 ? [split, waiting] : [waiting];
}
