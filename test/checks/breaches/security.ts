import type { Breach } from './breach';

const SERVING = 'production/namespaces/Namespace/production-model-serving';
const ENFORCE = '/metadata/labels/pod-security.kubernetes.io~1enforce';
const IRIS = 'production/model-serving/Deployment/iris';
const RETRAINING = 'production/batch-jobs/CronJob/iris-retraining';

const POD = '/spec/template/spec';
const CONTAINER = `${POD}/containers/0`;
const JOB_POD = '/spec/jobTemplate/spec/template/spec';
const JOB_CONTAINER = `${JOB_POD}/containers/0`;

/** What a pod may do to its node. */
export const security: readonly Breach[] = [
  {
    law: 'namespaces-enforce-pod-security',
    object: SERVING,
    change: { op: 'remove', path: ENFORCE },
    message:
      "`pod-security.kubernetes.io/enforce` must be 'restricted', got nothing; set the label and mend the pods that it refuses",
  },
  {
    law: 'namespaces-enforce-pod-security',
    object: SERVING,
    change: { op: 'replace', path: ENFORCE, value: 'baseline' },
    message:
      "`pod-security.kubernetes.io/enforce` must be 'restricted', got 'baseline'; set the label and mend the pods that it refuses",
  },
  {
    law: 'pod-security-is-restricted',
    object: IRIS,
    change: { op: 'add', path: `${POD}/hostNetwork`, value: true },
    message: '`hostNetwork` must be false, got true',
  },
  {
    law: 'pod-security-is-restricted',
    object: IRIS,
    change: { op: 'add', path: `${CONTAINER}/ports/0/hostPort`, value: 3000 },
    message: "`hostPort` of container 'bento' must be unset, got 3000",
  },
  {
    law: 'pod-security-is-restricted',
    object: IRIS,
    change: { op: 'add', path: `${CONTAINER}/livenessProbe/httpGet/host`, value: '10.20.0.11' },
    message: "`livenessProbe.httpGet.host` of container 'bento' must be unset, got '10.20.0.11'",
  },
  {
    law: 'pod-security-is-restricted',
    object: IRIS,
    change: { op: 'add', path: `${CONTAINER}/securityContext/privileged`, value: true },
    message: "`securityContext.privileged` of container 'bento' must be false, got true",
  },
  {
    law: 'pod-security-is-restricted',
    object: IRIS,
    change: { op: 'add', path: `${POD}/volumes/-`, value: { name: 'data', hostPath: { path: '/data' } } },
    message:
      "volume 'data' must be one of configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected, secret, got `hostPath`",
  },
  {
    law: 'pod-security-is-restricted',
    object: RETRAINING,
    change: {
      op: 'replace',
      path: `${JOB_CONTAINER}/securityContext/allowPrivilegeEscalation`,
      value: true,
    },
    message: "`securityContext.allowPrivilegeEscalation` of container 'job' must be false, got true",
  },
  {
    law: 'pod-security-is-restricted',
    object: RETRAINING,
    change: { op: 'remove', path: `${JOB_CONTAINER}/securityContext/capabilities` },
    message: "`securityContext.capabilities.drop` of container 'job' must hold ALL, got []",
  },
  {
    law: 'pod-security-is-restricted',
    object: RETRAINING,
    change: { op: 'remove', path: `${JOB_POD}/securityContext/seccompProfile` },
    message:
      "`securityContext.seccompProfile.type` of the pod must be RuntimeDefault or Localhost, got nothing there nor in container 'job'",
  },
  {
    law: 'pod-security-is-restricted',
    object: IRIS,
    change: { op: 'replace', path: `${POD}/securityContext/runAsNonRoot`, value: false },
    message: '`securityContext.runAsNonRoot` of the pod must be true, got false',
  },
  {
    law: 'pod-security-is-restricted',
    object: IRIS,
    change: { op: 'replace', path: `${POD}/securityContext/runAsUser`, value: 0 },
    message: '`securityContext.runAsUser` of the pod must be above 0, got 0',
  },
  {
    law: 'users-are-unprivileged',
    object: IRIS,
    change: { op: 'replace', path: `${POD}/securityContext/runAsUser`, value: 1000 },
    message: '`securityContext.runAsUser` of the pod must be at least 10001, got 1000',
  },
  {
    law: 'users-are-unprivileged',
    object: IRIS,
    change: { op: 'add', path: `${CONTAINER}/securityContext/runAsGroup`, value: 0 },
    message: "`securityContext.runAsGroup` of container 'bento' must be at least 10001, got 0",
  },
  {
    law: 'users-are-unprivileged',
    object: RETRAINING,
    change: { op: 'remove', path: `${JOB_POD}/securityContext/runAsGroup` },
    message:
      "`securityContext.runAsGroup` of the pod must be at least 10001, got nothing there nor in container 'job'",
  },
  {
    law: 'root-file-systems-are-read-only',
    object: IRIS,
    change: { op: 'remove', path: `${CONTAINER}/securityContext/readOnlyRootFilesystem` },
    message:
      "`securityContext.readOnlyRootFilesystem` of container 'bento' must be true, got nothing; mount an emptyDir where it writes",
  },
  {
    law: 'root-file-systems-are-read-only',
    object: RETRAINING,
    change: { op: 'replace', path: `${JOB_CONTAINER}/securityContext/readOnlyRootFilesystem`, value: false },
    message:
      "`securityContext.readOnlyRootFilesystem` of container 'job' must be true, got false; mount an emptyDir where it writes",
  },
];
