import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import { VAULT, type VaultSettings } from './props';

/**
 * What nobody notices before he needs a secret. Each node tells about itself, a sealed one too.
 * @see https://openbao.org/docs/internals/telemetry/metrics/core-system/
 */
export function prometheusRuleOf(namespace: string, settings: VaultSettings): IPrometheusRule {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: VAULT, namespace },
    spec: { groups: [{ name: `${namespace}-${VAULT}`, rules: alertsOf(namespace, settings) }] },
  };
}

function alertsOf(namespace: string, { replicas }: VaultSettings) {
  const nodes = `{namespace="${namespace}",service="openbao-internal"}`;
  const alert = (
    title: string,
    severity: 'warning' | 'critical',
    after: string,
    expr: string,
    summary: string,
  ) => ({
    alert: title,
    expr,
    for: after,
    labels: { severity, namespace },
    annotations: { summary },
  });
  return [
    alert(
      'VaultSealed',
      'critical',
      '2m',
      `vault_core_unsealed${nodes} == 0`,
      `a node of the vault in ${namespace} is sealed: its seal key is missing or not the one that it was sealed with`,
    ),
    alert(
      'VaultWithoutLeader',
      'critical',
      '2m',
      `(sum(vault_core_active${nodes}) or vector(0)) == 0`,
      `the vault in ${namespace} has no active node: nobody reads a secret`,
    ),
    alert(
      'VaultSplit',
      'critical',
      '1m',
      `sum(vault_core_active${nodes}) > 1`,
      `the vault in ${namespace} has more than one active node: one of them answers from another store`,
    ),
    alert(
      'VaultNodeMissing',
      'warning',
      '10m',
      `(count(vault_core_unsealed${nodes} == 1) or vector(0)) < ${replicas}`,
      `fewer than ${replicas} nodes of the vault in ${namespace} serve: see docs/recovery.md`,
    ),
  ];
}
