import { CRD, definitionsOf, type Operator } from './operator';

const GROUP = 'monitoring.coreos.com';

const PLURALS = [
  'alertmanagerconfigs',
  'alertmanagers',
  'podmonitors',
  'probes',
  'prometheusagents',
  'prometheuses',
  'prometheusrules',
  'scrapeconfigs',
  'servicemonitors',
  'thanosrulers',
];

/**
 * The kinds of the Prometheus operator, apart from the stack and before all charts that render monitors: cert-manager's
 * wants them, and the stack's webhook wants cert-manager (cert-manager#8892). From the operator's own repository at the
 * tag that the stack runs: of the chart `prometheus-operator-crds` no version is known to carry 0.94.1.
 */
export const prometheusOperatorCrds: Operator = {
  name: 'prometheus-operator-crds',
  source: {
    kind: 'folder',
    repoURL: 'https://github.com/prometheus-operator/prometheus-operator',
    tag: 'v0.94.1',
    path: 'example/prometheus-operator-crd',
  },
  wave: 1,
  waitedFor: true,
  parts: {},
  brings: [GROUP],
  clusterKinds: { [CRD]: definitionsOf(GROUP, PLURALS) },
  namespacedKinds: [],
};
