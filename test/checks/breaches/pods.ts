import type { Breach } from './breach';

const IRIS = 'production/model-serving/Deployment/iris';
const DIGITS = 'production/model-serving/Deployment/digits';
const RETRAINING = 'production/batch-jobs/CronJob/iris-retraining';
const SCORING = 'production/batch-jobs/CronJob/iris-scoring';

const POD = '/spec/template/spec';
const CONTAINER = `${POD}/containers/0`;
const JOB_POD = '/spec/jobTemplate/spec/template/spec';
const JOB_CONTAINER = `${JOB_POD}/containers/0`;

/** What a pod runs, needs and is asked. */
export const pods: readonly Breach[] = [
  {
    law: 'images-are-pinned',
    object: IRIS,
    change: {
      op: 'replace',
      path: `${CONTAINER}/image`,
      value: 'registry.example.com/data-frost/iris:1.4.2',
    },
    message:
      "`image` of container 'bento' must be pinned by digest, got 'registry.example.com/data-frost/iris:1.4.2'; use 'registry.example.com/data-frost/iris@sha256:…'",
  },
  {
    law: 'images-are-pinned',
    object: RETRAINING,
    change: { op: 'replace', path: `${JOB_CONTAINER}/image`, value: 'python' },
    message: "`image` of container 'job' must be pinned by digest, got 'python'; use 'python@sha256:…'",
  },
  {
    law: 'images-are-pinned',
    object: IRIS,
    change: {
      op: 'add',
      path: `${POD}/volumes/-`,
      value: { name: 'weights', image: { reference: 'models/iris:latest' } },
    },
    message:
      "`image.reference` of volume 'weights' must be pinned by digest, got 'models/iris:latest'; use 'models/iris@sha256:…'",
  },
  {
    law: 'containers-declare-resources',
    object: IRIS,
    change: { op: 'remove', path: `${CONTAINER}/resources/limits/ephemeral-storage` },
    message: "`resources` of container 'bento' must hold limits.ephemeral-storage, got nothing there",
  },
  {
    law: 'containers-declare-resources',
    object: IRIS,
    change: { op: 'remove', path: `${CONTAINER}/resources/limits/memory` },
    message: "`resources` of container 'bento' must hold limits.memory, got nothing there",
  },
  {
    law: 'containers-declare-resources',
    object: RETRAINING,
    change: { op: 'replace', path: `${JOB_CONTAINER}/resources/requests/cpu`, value: '0' },
    message: "`resources.requests.cpu` of container 'job' must be a quantity above 0, got '0'",
  },
  {
    law: 'containers-declare-resources',
    object: SCORING,
    change: { op: 'replace', path: `${JOB_CONTAINER}/resources/requests/memory`, value: '768Mi' },
    message: "`resources.requests.memory` of container 'job' must be at most its limit '512Mi', got '768Mi'",
  },
  {
    law: 'pods-have-a-priority',
    object: DIGITS,
    change: { op: 'remove', path: `${POD}/priorityClassName` },
    message: '`priorityClassName` must name a PriorityClass, got nothing',
  },
  {
    law: 'pods-end-gracefully',
    object: IRIS,
    change: { op: 'remove', path: `${CONTAINER}/lifecycle` },
    message:
      "`lifecycle.preStop` of container 'bento' must wait until no proxy sends requests any more, got nothing; use `sleep: {seconds: 15}`",
  },
  {
    law: 'pods-end-gracefully',
    object: IRIS,
    change: { op: 'replace', path: `${POD}/terminationGracePeriodSeconds`, value: 10 },
    message: '`terminationGracePeriodSeconds` must be more than the 10 seconds of `preStop`, got 10',
  },
  {
    law: 'serving-pods-are-probed',
    object: IRIS,
    change: { op: 'remove', path: `${CONTAINER}/readinessProbe` },
    message: "container 'bento' must have startupProbe, readinessProbe, livenessProbe, got no readinessProbe",
  },
  {
    law: 'serving-pods-are-probed',
    object: IRIS,
    change: { op: 'replace', path: `${CONTAINER}/livenessProbe/httpGet/path`, value: '/readyz' },
    message:
      '`livenessProbe` of container \'bento\' must not ask what its `readinessProbe` asks, got {"httpGet":{"path":"/readyz","port":"http"}}',
  },
  {
    law: 'serving-pods-are-probed',
    object: DIGITS,
    change: { op: 'replace', path: `${CONTAINER}/startupProbe/httpGet/port`, value: 'web' },
    message: "probes of container 'bento' must ask one of its ports, got 'web'; it has 'http'",
  },
  {
    law: 'serving-pods-are-probed',
    object: DIGITS,
    change: { op: 'replace', path: `${CONTAINER}/ports/0/name`, value: 'web' },
    message: "probes of container 'bento' must ask one of its ports, got 'http'; it has 'web'",
  },
  {
    law: 'lost-workers-are-left',
    object: IRIS,
    change: { op: 'remove', path: `${POD}/tolerations/1` },
    message:
      '`tolerations` must hold node.kubernetes.io/unreachable with effect NoExecute and `tolerationSeconds` of at most 120, got nothing, which is 300 s; set both',
  },
  {
    law: 'lost-workers-are-left',
    object: DIGITS,
    change: { op: 'replace', path: `${POD}/tolerations/0/tolerationSeconds`, value: 300 },
    message:
      '`tolerations` must hold node.kubernetes.io/not-ready with effect NoExecute and `tolerationSeconds` of at most 120, got 300 s; set both',
  },
  {
    law: 'service-links-are-off',
    object: IRIS,
    change: { op: 'remove', path: `${POD}/enableServiceLinks` },
    message: '`enableServiceLinks` must be false, got nothing',
  },
  {
    law: 'service-links-are-off',
    object: SCORING,
    change: { op: 'replace', path: `${JOB_POD}/enableServiceLinks`, value: true },
    message: '`enableServiceLinks` must be false, got true',
  },
  {
    law: 'service-account-tokens-are-not-mounted',
    object: IRIS,
    change: { op: 'replace', path: `${POD}/automountServiceAccountToken`, value: true },
    message:
      '`automountServiceAccountToken` must be false in the pod, got true; bind a role to its service account where it needs the Kubernetes API',
  },
  {
    law: 'service-account-tokens-are-not-mounted',
    object: RETRAINING,
    change: { op: 'remove', path: `${JOB_POD}/automountServiceAccountToken` },
    message:
      '`automountServiceAccountToken` must be false in the pod, got nothing; bind a role to its service account where it needs the Kubernetes API',
  },
  {
    law: 'service-accounts-are-their-own',
    object: DIGITS,
    change: { op: 'replace', path: `${POD}/serviceAccountName`, value: 'iris' },
    message:
      "`serviceAccountName` must not be shared, got 'iris', which Deployment 'iris' uses; use 'digits'",
  },
  {
    law: 'service-accounts-are-their-own',
    object: SCORING,
    change: { op: 'remove', path: `${JOB_POD}/serviceAccountName` },
    message: "`serviceAccountName` must name a service account of its own, got nothing; use 'iris-scoring'",
  },
  {
    law: 'replicas-are-spread',
    object: DIGITS,
    change: {
      op: 'replace',
      path: `${POD}/topologySpreadConstraints/0/topologyKey`,
      value: 'topology.kubernetes.io/region',
    },
    message:
      '`topologySpreadConstraints` must hold one over kubernetes.io/hostname, got none for up to 4 replicas',
  },
];
