import type { Breach } from './breach';

const IRIS = 'production/model-serving/Deployment/iris';
const RETRAINING = 'production/batch-jobs/CronJob/iris-retraining';

/** An object of which the tree may have one more of any kind. */
const ACCOUNT = 'production/model-serving/ServiceAccount/iris';

/** What the vault itself reads from the vault, once it serves. */
const VAULT_SIGN_IN = 'production/vault-sign-in/ExternalSecret/production-vault/openbao-sign-in';

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
    law: 'vault-paths-have-one-writer',
    object: VAULT_SIGN_IN,
    change: { op: 'replace', path: '/spec/data/0/remoteRef/property', value: 'client_secret' },
    message:
      "must read a value of 'https://openbao-active.production-vault.svc:8200/kv/oidc-clients/vault' that something writes, got 'client_secret'; use one of [\"client-secret\"], or write it",
  },
  {
    law: 'vault-paths-have-one-writer',
    object: 'production/keycloak/ExternalSecret/keycloak-bootstrap',
    change: { op: 'replace', path: '/spec/data/0/remoteRef/key', value: 'production-keycloak/admin' },
    message:
      "must read a path that something writes, got 'https://openbao-active.production-vault.svc:8200/kv/production-keycloak/admin'; generate it by a PushSecret or list it among those that a person enters",
  },
  {
    law: 'vault-paths-have-one-writer',
    object: 'production/keycloak/PushSecret/keycloak-bootstrap',
    change: { op: 'copy-object', but: { op: 'replace', path: '/metadata/name', value: 'again' } },
    path: 'production/keycloak/PushSecret/again',
    message:
      "must not write 'https://openbao-active.production-vault.svc:8200/kv/production-keycloak/keycloak-bootstrap', which production/keycloak/PushSecret/keycloak-bootstrap writes too; give it a path of its own",
  },
  {
    law: 'needs-have-no-cycle',
    object: 'production/vault-sign-in/SecretStore/production-vault/vault',
    change: {
      op: 'add',
      path: '/spec/provider/vault/auth/tokenSecretRef',
      value: { name: 'openbao-sign-in', key: 'token' },
    },
    path: VAULT_SIGN_IN,
    message:
      'must not wait for itself, got ExternalSecret production-vault/openbao-sign-in → SecretStore production-vault/vault → Secret production-vault/openbao-sign-in → ExternalSecret production-vault/openbao-sign-in; let a person or cert-manager make one of these Secrets',
  },
  {
    law: 'listener-hosts-are-certified',
    object: 'proxmox/gateway/Certificate/gateway/production-tls',
    change: { op: 'remove', path: '/spec/dnsNames/1' },
    path: 'proxmox/gateway/Gateway/gateway/public',
    message:
      "host name '*.internal.production.data-frost.example' must be one that the certificate of listener 'production-private' covers, got [\"*.production.data-frost.example\"]; add it to the Certificate or take another",
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
