import type { Breach } from './breach';

const SERVING = 'production/model-serving';
const IRIS = `${SERVING}/Deployment/iris`;
const DIGITS = `${SERVING}/Deployment/digits`;
const SERVICE = `${SERVING}/Service/iris`;
const MONITOR = `${SERVING}/ServiceMonitor/iris`;
const RETRAINING = 'production/batch-jobs/CronJob/iris-retraining';

const POD = '/spec/template/spec';
const JOB_POD = '/spec/jobTemplate/spec/template/spec';
const NAME = 'app.kubernetes.io~1name';

/** What objects call each other, and by which labels they find each other. */
export const references: readonly Breach[] = [
  {
    law: 'identities-are-unique',
    object: SERVICE,
    change: { op: 'copy-object', application: 'batch-jobs' },
    path: 'production/batch-jobs/Service/production-model-serving/iris',
    message:
      "`metadata.name` must be unique among the Service objects of a cluster, got 'production-model-serving/iris', which production/model-serving/Service/iris has too; rename one or remove it",
  },
  {
    law: 'namespaces-are-named',
    object: MONITOR,
    change: { op: 'remove', path: '/metadata/namespace' },
    message:
      '`metadata.namespace` must be set on a ServiceMonitor, got nothing; name the namespace that it belongs to',
  },
  {
    law: 'namespaces-are-named',
    object: 'production/batch-jobs/PrometheusRule/iris-scoring',
    change: { op: 'replace', path: '/metadata/namespace', value: 'production-jobs' },
    path: 'production/batch-jobs/PrometheusRule/production-jobs/iris-scoring',
    message:
      "`metadata.namespace` must name a namespace that is rendered or that the cluster brings, got 'production-jobs'; render a Namespace of that name or correct it",
  },
  {
    law: 'namespaces-are-named',
    object: 'production/namespaces/Namespace/production-batch-jobs',
    change: { op: 'add', path: '/metadata/namespace', value: 'default' },
    path: 'production/namespaces/Namespace/default/production-batch-jobs',
    message:
      "`metadata.namespace` must not be set on a Namespace, which belongs to the whole cluster, got 'default'; remove it",
  },
  {
    law: 'pods-refer-to-what-exists',
    object: IRIS,
    change: { op: 'replace', path: `${POD}/serviceAccountName`, value: 'irises' },
    message:
      "`serviceAccountName` must name a ServiceAccount of its namespace, got 'irises'; render one of that name or correct it",
  },
  {
    law: 'pods-refer-to-what-exists',
    object: `${SERVING}/ServiceAccount/iris`,
    change: { op: 'remove-object' },
    path: IRIS,
    message:
      "`serviceAccountName` must name a ServiceAccount of its namespace, got 'iris'; render one of that name or correct it",
  },
  {
    law: 'pods-refer-to-what-exists',
    object: IRIS,
    change: { op: 'replace', path: `${POD}/priorityClassName`, value: 'urgent' },
    message:
      "`priorityClassName` must name a PriorityClass, got 'urgent'; render one of that name or correct it",
  },
  {
    law: 'pods-refer-to-what-exists',
    object: RETRAINING,
    change: {
      op: 'replace',
      path: `${JOB_POD}/volumes/1/persistentVolumeClaim/claimName`,
      value: 'iris-models',
    },
    message:
      "volume 'data' must name a PersistentVolumeClaim of its namespace, got 'iris-models'; render one of that name or correct it",
  },
  {
    law: 'pods-refer-to-what-exists',
    object: RETRAINING,
    change: {
      op: 'add',
      path: `${JOB_POD}/volumes/-`,
      value: { name: 'settings', configMap: { name: 'iris-retraining' } },
    },
    message:
      "volume 'settings' must name a ConfigMap of its namespace, got 'iris-retraining'; render one of that name or correct it",
  },
  {
    law: 'selectors-match-their-pods',
    object: IRIS,
    change: { op: 'replace', path: `/spec/template/metadata/labels/${NAME}`, value: 'irises' },
    message:
      "`spec.selector` must match the labels of its own pods ('app.kubernetes.io/instance=production-model-serving,app.kubernetes.io/name=irises'), got 'app.kubernetes.io/instance=production-model-serving,app.kubernetes.io/name=iris'; use the same labels in both",
  },
  {
    law: 'selectors-match-their-pods',
    object: IRIS,
    change: { op: 'replace', path: `/spec/selector/matchLabels/${NAME}`, value: 'irises' },
    message:
      "`spec.selector` must match the labels of its own pods ('app.kubernetes.io/instance=production-model-serving,app.kubernetes.io/name=iris'), got 'app.kubernetes.io/instance=production-model-serving,app.kubernetes.io/name=irises'; use the same labels in both",
  },
  {
    law: 'selectors-match-their-pods',
    object: DIGITS,
    change: {
      op: 'replace',
      path: `${POD}/topologySpreadConstraints/0/labelSelector/matchLabels/${NAME}`,
      value: 'iris',
    },
    message:
      "`topologySpreadConstraints[0].labelSelector` must match the labels of its own pods ('app.kubernetes.io/instance=production-model-serving,app.kubernetes.io/name=digits'), got 'app.kubernetes.io/instance=production-model-serving,app.kubernetes.io/name=iris'; use the same labels in both",
  },
  {
    law: 'selectors-match-their-pods',
    object: SERVICE,
    change: { op: 'replace', path: `/spec/selector/${NAME}`, value: 'irises' },
    message:
      "`spec.selector` must match the pods of a workload of namespace production-model-serving, got 'app.kubernetes.io/instance=production-model-serving,app.kubernetes.io/name=irises'; use the labels of a pod template",
  },
  {
    law: 'selectors-match-their-pods',
    object: `${SERVING}/PodDisruptionBudget/iris`,
    change: { op: 'replace', path: `/spec/selector/matchLabels/${NAME}`, value: 'irises' },
    message:
      "`spec.selector` must match the pods of a workload of namespace production-model-serving, got 'app.kubernetes.io/instance=production-model-serving,app.kubernetes.io/name=irises'; use the labels of a pod template",
  },
  {
    law: 'workloads-share-no-pods',
    object: DIGITS,
    change: { op: 'remove', path: `/spec/selector/matchLabels/${NAME}` },
    message:
      "`spec.selector` must match no pods but its own, got 'app.kubernetes.io/instance=production-model-serving', which matches those of production/model-serving/Deployment/iris too; give each workload a label of its own",
  },
  {
    law: 'service-ports-reach-a-container',
    object: SERVICE,
    change: { op: 'replace', path: '/spec/ports/0/targetPort', value: 'web' },
    message:
      "`ports[0].targetPort` must be a port of a container of production/model-serving/Deployment/iris, got 'web'; use one that the container declares with the same protocol",
  },
  {
    law: 'service-ports-reach-a-container',
    object: SERVICE,
    change: { op: 'replace', path: '/spec/ports/0/protocol', value: 'UDP' },
    message:
      "`ports[0].targetPort` must be a port of a container of production/model-serving/Deployment/iris, got 'http'; use one that the container declares with the same protocol",
  },
  {
    law: 'monitors-find-their-ports',
    object: MONITOR,
    change: { op: 'replace', path: '/spec/endpoints/0/port', value: 'metrics' },
    message:
      '`endpoints[0].port` must be the name of a port of the Service, got \'metrics\'; use one of ["http"]',
  },
  {
    law: 'monitors-find-their-ports',
    object: MONITOR,
    change: { op: 'replace', path: `/spec/selector/matchLabels/${NAME}`, value: 'irises' },
    message:
      "`spec.selector` must match a Service of namespace production-model-serving, got 'app.kubernetes.io/instance=production-model-serving,app.kubernetes.io/name=irises'; use the labels in the Service's metadata",
  },
];
