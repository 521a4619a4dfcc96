import type { Breach } from './breach';

const CLIENT = 'production/batch-jobs/NetworkPolicy/iris-scoring-to-production-model-serving-iris';
const SERVER = 'production/model-serving/NetworkPolicy/iris-from-production-batch-jobs-iris-scoring';
const MONITORED = 'production/model-serving/NetworkPolicy/iris-from-monitoring-prometheus';
const NAMESPACE = 'production/namespaces/Namespace/production-batch-jobs';
const DENY = 'production/namespaces/NetworkPolicy/production-batch-jobs/default-deny';
const DNS = 'production/namespaces/NetworkPolicy/production-batch-jobs/allow-dns';

const PEER = '/spec/egress/0/to/0';

/** Who may speak with whom, on which port. */
export const network: readonly Breach[] = [
  {
    law: 'edges-are-open-on-both-sides',
    object: SERVER,
    change: { op: 'remove-object' },
    path: CLIENT,
    message:
      "`egress[0]` must be open on both sides, got TCP 3000 to pods 'app.kubernetes.io/instance=production-model-serving,app.kubernetes.io/name=iris' of namespace 'production-model-serving', whose ingress production/namespaces/NetworkPolicy/production-model-serving/default-deny shuts; render a policy there that opens it",
  },
  {
    law: 'edges-are-open-on-both-sides',
    object: CLIENT,
    change: { op: 'remove-object' },
    path: SERVER,
    message:
      "`ingress[0]` must be open on both sides, got TCP 3000 from pods 'app.kubernetes.io/instance=production-batch-jobs,app.kubernetes.io/name=iris-scoring' of namespace 'production-batch-jobs', whose egress production/namespaces/NetworkPolicy/production-batch-jobs/default-deny shuts; render a policy there that opens it",
  },
  {
    law: 'edges-are-open-on-both-sides',
    object: CLIENT,
    change: { op: 'replace', path: '/spec/egress/0/ports/0/port', value: 8080 },
    message:
      "`egress[0]` must be open on both sides, got TCP 8080 to pods 'app.kubernetes.io/instance=production-model-serving,app.kubernetes.io/name=iris' of namespace 'production-model-serving', whose ingress production/model-serving/NetworkPolicy/iris-from-production-batch-jobs-iris-scoring opens for TCP 3000 only; use one port on both sides",
  },
  {
    law: 'edges-are-open-on-both-sides',
    object: CLIENT,
    change: {
      op: 'replace',
      path: `${PEER}/podSelector/matchLabels/app.kubernetes.io~1name`,
      value: 'irises',
    },
    message:
      "`egress[0]` must have a `podSelector` that matches pods of namespace production-model-serving, got 'app.kubernetes.io/instance=production-model-serving,app.kubernetes.io/name=irises'; correct it or remove the rule",
  },
  {
    law: 'edges-are-open-on-both-sides',
    object: CLIENT,
    change: {
      op: 'replace',
      path: `${PEER}/namespaceSelector/matchLabels/kubernetes.io~1metadata.name`,
      value: 'production-models',
    },
    message:
      "`egress[0]` must have a `namespaceSelector` that matches a namespace, got 'kubernetes.io/metadata.name=production-models'; correct it or remove the rule",
  },
  {
    law: 'selectors-match-their-pods',
    object: MONITORED,
    change: {
      op: 'replace',
      path: '/spec/podSelector/matchLabels/app.kubernetes.io~1name',
      value: 'irises',
    },
    message:
      "`spec.podSelector` must match the pods of a workload of namespace production-model-serving, got 'app.kubernetes.io/instance=production-model-serving,app.kubernetes.io/name=irises'; use the labels of a pod template",
  },
  {
    law: 'edges-are-open-on-both-sides',
    object: DNS,
    change: {
      op: 'replace',
      path: `${PEER}/namespaceSelector/matchLabels/kubernetes.io~1metadata.name`,
      value: 'kube-systems',
    },
    message:
      "`egress[0]` must have a `namespaceSelector` that matches a namespace, got 'kubernetes.io/metadata.name=kube-systems'; correct it or remove the rule",
  },
  {
    law: 'opened-ports-are-listened-on',
    object: MONITORED,
    change: { op: 'replace', path: '/spec/ingress/0/ports/0/port', value: 9090 },
    message:
      '`ingress[0].ports[0]` must be a port on which a container of the pods listens, got TCP 9090; their ports are [3000]',
  },
  {
    law: 'opened-ports-are-listened-on',
    object: SERVER,
    change: { op: 'replace', path: '/spec/ingress/0/ports/0/port', value: 9090 },
    message:
      '`ingress[0].ports[0]` must be a port on which a container of the pods listens, got TCP 9090; their ports are [3000]',
  },
  {
    law: 'policies-name-their-peers',
    object: MONITORED,
    change: { op: 'replace', path: '/spec/ingress/0/from', value: [] },
    message:
      '`ingress[0].from` must name peers, got none, which opens it to everybody; list namespaces and pods',
  },
  {
    law: 'policies-name-their-peers',
    object: CLIENT,
    change: { op: 'remove', path: '/spec/egress/0/to' },
    message:
      '`egress[0].to` must name peers, got none, which opens it to everybody; list namespaces and pods',
  },
  {
    law: 'policies-name-their-peers',
    object: CLIENT,
    change: { op: 'remove', path: '/spec/egress/0/ports/0/port' },
    message:
      '`egress[0].ports[0].port` must be set, got none, which opens all of TCP; list those that are used',
  },
  {
    law: 'policies-name-their-peers',
    object: DNS,
    change: { op: 'remove', path: '/spec/egress/0/ports' },
    message: '`egress[0].ports` must name ports, got none, which opens all of them; list those that are used',
  },
  {
    law: 'policies-name-their-peers',
    object: 'proxmox/gateway/NetworkPolicy/gateway/traefik-from-balancers',
    change: { op: 'replace', path: '/spec/ingress/0/from/0/ipBlock/cidr', value: '0.0.0.0/0' },
    message:
      "`ingress[0].from[0]` must not stand for everybody, got network '0.0.0.0/0'; name the addresses that are meant",
  },
  {
    law: 'namespaces-deny-by-default',
    object: DENY,
    change: { op: 'replace', path: '/spec/policyTypes', value: ['Ingress'] },
    path: NAMESPACE,
    message:
      "namespace 'production-batch-jobs' must deny all traffic by default, got no NetworkPolicy with an empty `podSelector`, both `policyTypes` and no rules; render one",
  },
  {
    law: 'namespaces-deny-by-default',
    object: DENY,
    change: { op: 'remove-object' },
    path: NAMESPACE,
    message:
      "namespace 'production-batch-jobs' must deny all traffic by default, got no NetworkPolicy with an empty `podSelector`, both `policyTypes` and no rules; render one",
  },
  {
    law: 'namespaces-deny-by-default',
    object: DNS,
    change: { op: 'replace', path: '/spec/egress/0/ports/0/protocol', value: 'SCTP' },
    path: NAMESPACE,
    message:
      "namespace 'production-batch-jobs' must let its pods reach DNS, got no NetworkPolicy for all pods with egress to 'k8s-app=kube-dns' in kube-system on UDP 53; render one",
  },
  {
    law: 'namespaces-deny-by-default',
    object: DNS,
    change: { op: 'replace', path: `${PEER}/podSelector/matchLabels/k8s-app`, value: 'coredns' },
    path: NAMESPACE,
    message:
      "namespace 'production-batch-jobs' must let its pods reach DNS, got no NetworkPolicy for all pods with egress to 'k8s-app=kube-dns' in kube-system on UDP 53 and TCP 53; render one",
  },
];
