import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import { INTERNAL_CA_BUNDLE } from '../internal-ca/props';
import { describingLabels, selectorLabels } from '../labels';
import { apiAccess } from '../pod/api-access';
import { type PodSettings, podTemplate } from '../pod/template';
import { CA_FILE, FOLDERS, nodeHost } from './configuration';
import { GUARD_FOLDER, guardOf } from './guard';
import {
  API_PORT,
  CLUSTER_PORT,
  DATA,
  PEERS_SERVICE,
  SEAL_SECRET,
  TLS_SECRET,
  VAULT,
  type VaultSettings,
} from './props';

/** Names of the ports in the pod and in the Services. */
export const PORTS = { api: 'https', cluster: 'https-cluster' } as const;

/** Names of the ConfigMaps that a node reads, which change with what they hold. */
export interface ConfigMapNames {
  readonly configuration: string;
  readonly initialisation: string;
  readonly guard: string;
}

/** How long a node goes on once it is being stopped, in seconds: whoever asks through a Service hears of it by then. */
const DRAIN_SECONDS = 5;

/** Time from the request to stop until the kill, in seconds: the active node hands over and seals itself in a few. */
const GRACE_SECONDS = 60;

/** How long a new node may take until it listens, in seconds: the guard has asked the Kubernetes API by then. */
const STARTUP_SECONDS = 120;

const PERIOD_SECONDS = 5;

/**
 * The nodes. All start at once, since none is ready before it has joined; an update takes them one by one, and costs two
 * changes of the active node at most. Each keeps its volume whatever becomes of it.
 * @see https://openbao.org/docs/platform/k8s/helm/run/
 */
export function statefulSetOf(
  namespace: string,
  settings: VaultSettings,
  names: ConfigMapNames,
): IStatefulSet {
  const selector = selectorLabels(namespace, VAULT);
  const describing = describingLabels('vault', settings.image);
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: VAULT, namespace, labels: { ...selector, ...describing } },
    spec: {
      serviceName: PEERS_SERVICE,
      replicas: settings.replicas,
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate' },
      revisionHistoryLimit: 3,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      selector: { matchLabels: { ...selector } },
      template: podTemplate(podOf(namespace, settings, names)),
      volumeClaimTemplates: [claimOf(settings)],
    },
  };
}

function podOf(namespace: string, settings: VaultSettings, names: ConfigMapNames): PodSettings {
  return {
    life: 'serve-in-turn',
    spread: 'one-a-worker',
    selector: selectorLabels(namespace, VAULT),
    labels: describingLabels('vault', settings.image),
    serviceAccountName: VAULT,
    priorityClassName: settings.priorityClassName,
    terminationGracePeriodSeconds: GRACE_SECONDS,
    initContainers: [guardOf(settings)],
    container: serverOf(namespace, settings),
    volumes: volumesOf(settings, names),
  };
}

function serverOf(namespace: string, { image, resources }: VaultSettings): PodSettings['container'] {
  const mount = (name: keyof typeof FOLDERS) => ({ name, mountPath: FOLDERS[name], readOnly: true });
  const host = nodeHost(namespace, '$(BAO_K8S_POD_NAME)');
  return {
    name: VAULT,
    image,
    command: ['bao'],
    args: ['server', `-config=${FOLDERS.configuration}`, `-config=${FOLDERS.initialisation}`],
    ports: [
      { name: PORTS.api, containerPort: API_PORT, protocol: 'TCP' },
      { name: PORTS.cluster, containerPort: CLUSTER_PORT, protocol: 'TCP' },
    ],
    env: {
      HOME: '/tmp',
      BAO_K8S_POD_NAME: { fieldPath: 'metadata.name' },
      BAO_K8S_NAMESPACE: { fieldPath: 'metadata.namespace' },
      BAO_RAFT_NODE_ID: { fieldPath: 'metadata.name' },
      BAO_API_ADDR: `https://${host}:${API_PORT}`,
      BAO_CLUSTER_ADDR: `https://${host}:${CLUSTER_PORT}`,
      // For the command line, with which a person looks around in the container.
      BAO_ADDR: `https://127.0.0.1:${API_PORT}`,
      BAO_CACERT: CA_FILE,
    },
    resources,
    lifecycle: { preStop: { sleep: { seconds: DRAIN_SECONDS } } },
    ...probes(),
    volumeMounts: [
      ...(['configuration', 'initialisation', 'seal', 'tls', 'ca'] as const).map(mount),
      { name: DATA, mountPath: FOLDERS.data },
      apiAccess.volumeMount,
    ],
  };
}

/**
 * A standby is as ready as the active node, which it asks. One that is sealed or not initialised yet is alive: to restart
 * it would help nobody.
 * @see https://openbao.org/api-docs/system/health/
 */
function probes() {
  const get = (query: string) => ({
    httpGet: { path: `/v1/sys/health?${query}`, port: PORTS.api, scheme: 'HTTPS' as const },
    timeoutSeconds: 3,
  });
  const alive = 'standbyok=true&sealedcode=204&uninitcode=204';
  return {
    startupProbe: {
      ...get(alive),
      periodSeconds: PERIOD_SECONDS,
      failureThreshold: STARTUP_SECONDS / PERIOD_SECONDS,
    },
    readinessProbe: { ...get('standbyok=true'), periodSeconds: PERIOD_SECONDS, failureThreshold: 2 },
    livenessProbe: { ...get(alive), periodSeconds: 10, failureThreshold: 6 },
  };
}

/** A key that is missing in the seal's Secret keeps the pod from starting, and so the update from going on. */
function volumesOf({ seal }: VaultSettings, names: ConfigMapNames): readonly IVolume[] {
  const keys = [seal.current, ...(seal.previous === undefined ? [] : [seal.previous])];
  return [
    { name: 'configuration', configMap: { name: names.configuration } },
    { name: 'initialisation', emptyDir: { sizeLimit: '1Mi' } },
    {
      name: 'seal',
      secret: {
        secretName: SEAL_SECRET,
        defaultMode: 0o440,
        items: keys.map((key) => ({ key, path: key })),
      },
    },
    { name: 'tls', secret: { secretName: TLS_SECRET, defaultMode: 0o440 } },
    { name: 'ca', configMap: { name: INTERNAL_CA_BUNDLE } },
    { name: 'stanza', configMap: { name: names.initialisation } },
    { name: GUARD_FOLDER, configMap: { name: names.guard } },
    apiAccess.volume,
  ];
}

/** Argo CD never prunes it, and neither a smaller vault nor its end takes it along. */
function claimOf({ storage, storageClassName }: VaultSettings) {
  return {
    apiVersion: 'v1' as const,
    kind: 'PersistentVolumeClaim' as const,
    metadata: {
      name: DATA,
      annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
    },
    spec: {
      accessModes: ['ReadWriteOnce' as const],
      ...(storageClassName === undefined ? {} : { storageClassName }),
      resources: { requests: { storage } },
    },
  };
}
