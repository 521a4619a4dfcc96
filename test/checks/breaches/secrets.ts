import type { Breach } from './breach';

const IRIS = 'production/model-serving/Deployment/iris';
const RETRAINING = 'production/batch-jobs/CronJob/iris-retraining';

/** An object of which the tree may have one more of any kind. */
const ACCOUNT = 'production/model-serving/ServiceAccount/iris';

const POD = '/spec/template/spec';
const CONTAINER = `${POD}/containers/0`;
const JOB_CONTAINER = '/spec/jobTemplate/spec/template/spec/containers/0';

/** Where secrets come from, how they reach a program and where they never stand. */
export const secrets: readonly Breach[] = [
  {
    law: 'generated-secrets-are-kept',
    object: ACCOUNT,
    change: {
      op: 'copy-object',
      but: {
        op: 'replace',
        path: '',
        value: {
          apiVersion: 'external-secrets.io/v1',
          kind: 'ExternalSecret',
          metadata: { name: 'admin', namespace: 'production-model-serving' },
          spec: { dataFrom: [{ sourceRef: { generatorRef: { kind: 'Password', name: 'admin' } } }] },
        },
      },
    },
    path: 'production/model-serving/ExternalSecret/admin',
    message:
      '`dataFrom[0]` must not read a generator, which makes a new value each time; generate it into the vault by a PushSecret and read it from there',
  },
  {
    law: 'stores-are-namespaced',
    object: ACCOUNT,
    change: {
      op: 'copy-object',
      but: {
        op: 'replace',
        path: '',
        value: {
          apiVersion: 'external-secrets.io/v1',
          kind: 'ExternalSecret',
          metadata: { name: 'broker', namespace: 'production-model-serving' },
          spec: { secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' } },
        },
      },
    },
    path: 'production/model-serving/ExternalSecret/broker',
    message: "must not use a store of kind 'ClusterSecretStore'; use a SecretStore of its namespace",
  },
  {
    law: 'secrets-are-files',
    object: IRIS,
    change: {
      op: 'add',
      path: `${CONTAINER}/env/-`,
      value: {
        name: 'REGISTRY',
        valueFrom: { secretKeyRef: { name: 'registry', key: '.dockerconfigjson' } },
      },
    },
    message:
      "`env` 'REGISTRY' of container 'bento' must not come from a Secret, got `secretKeyRef`; mount the Secret as a file",
  },
  {
    law: 'secrets-are-files',
    object: RETRAINING,
    change: { op: 'add', path: `${JOB_CONTAINER}/envFrom`, value: [{ secretRef: { name: 'registry' } }] },
    message: "`envFrom` of container 'job' must not read a Secret, got 'registry'; mount the Secret as files",
  },
  {
    law: 'secrets-have-one-producer',
    object: IRIS,
    change: { op: 'replace', path: `${POD}/imagePullSecrets/0/name`, value: 'registry-credentials' },
    message:
      "`imagePullSecrets[0]` must name a Secret that something makes, got 'production-model-serving/registry-credentials'; render an ExternalSecret or a Certificate for it, or list it among the bootstrap Secrets",
  },
  {
    law: 'secrets-have-one-producer',
    object: IRIS,
    change: { op: 'add', path: `${POD}/volumes/-`, value: { name: 'keys', secret: { secretName: 'keys' } } },
    message:
      "volume 'keys' must name a Secret that something makes, got 'production-model-serving/keys'; render an ExternalSecret or a Certificate for it, or list it among the bootstrap Secrets",
  },
  {
    law: 'secrets-have-one-producer',
    object: 'production/model-serving/ServiceAccount/iris',
    change: { op: 'add', path: '/imagePullSecrets', value: [{ name: 'pull' }] },
    message:
      "`imagePullSecrets[0]` must name a Secret that something makes, got 'production-model-serving/pull'; render an ExternalSecret or a Certificate for it, or list it among the bootstrap Secrets",
  },
  {
    law: 'secrets-have-one-producer',
    object: 'proxmox/gateway/Gateway/gateway/public',
    change: { op: 'replace', path: '/spec/listeners/3/tls/certificateRefs/0/name', value: 'wildcard-tls' },
    message:
      "`certificateRefs[0]` of listener `production` must name a Secret that something makes, got 'gateway/wildcard-tls'; render an ExternalSecret or a Certificate for it, or list it among the bootstrap Secrets",
  },
  {
    law: 'secrets-stay-out',
    object: IRIS,
    change: { op: 'add', path: `${CONTAINER}/env/-`, value: { name: 'DB_PASSWORD', value: 'hunter2' } },
    message:
      "`spec.template.spec.containers[0].env[5].value` must not hold 'DB_PASSWORD' in the clear; keep it in the vault and name a Secret",
  },
  {
    law: 'secrets-stay-out',
    object: RETRAINING,
    change: { op: 'add', path: `${JOB_CONTAINER}/command/-`, value: '--api-key=hunter2' },
    message:
      "`spec.jobTemplate.spec.template.spec.containers[0].command[6]` must not hold 'api-key' in the clear; keep it in the vault and name a Secret",
  },
  {
    law: 'secrets-stay-out',
    object: 'production/model-serving/ScaledObject/digits',
    change: {
      op: 'replace',
      path: '/spec/triggers/0/metadata/serverAddress',
      value: 'http://keda:hunter2@prometheus-operated.monitoring.svc:9090',
    },
    message:
      '`spec.triggers[0].metadata.serverAddress` must not hold a URL with a password in the clear; keep it in the vault and name a Secret',
  },
  {
    law: 'secrets-stay-out',
    object: 'production/model-serving/Service/iris',
    change: { op: 'add', path: '/metadata/annotations', value: { note: '-----BEGIN PRIVATE KEY-----' } },
    message:
      '`metadata.annotations.note` must not hold a private key in the clear; keep it in the vault and name a Secret',
  },
];
