import type { ICluster } from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Cluster';
import type { IScheduledBackup } from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/ScheduledBackup';
import type { PostgresqlSettings } from './props';

/** The plugin that archives and restores; the operator's own support for object storage is deprecated. */
const PLUGIN = 'barman-cloud.cloudnative-pg.io';

/** Name of the archive that is restored from, within the Cluster. */
const ARCHIVE = 'archive';

/**
 * How long an instance waits for its clients to leave, in seconds. With the default of 180 a primary that was cut off from
 * the network stayed, and the whole fail-over took four minutes.
 */
const SMART_SHUTDOWN_SECONDS = 10;

/** How long an instance has to stop at all, in seconds; the default is half an hour. */
const STOP_SECONDS = 60;

type ClusterSpec = ICluster['spec'];

/** The instances. Argo CD neither prunes nor deletes it, because its volumes would go with it. */
export function clusterOf(namespace: string, settings: PostgresqlSettings): ICluster {
  const { name, instances, image, imagePullSecret, priorityClassName } = settings;
  return {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata: {
      name,
      namespace,
      annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
    },
    spec: {
      instances,
      imageName: image,
      ...(imagePullSecret !== undefined && { imagePullSecrets: [{ name: imagePullSecret }] }),
      priorityClassName,
      enableSuperuserAccess: false,
      // A budget for a single instance could never be met, so it would block every drain.
      enablePDB: instances > 1,
      affinity: {
        enablePodAntiAffinity: true,
        podAntiAffinityType: instances > 1 ? 'required' : 'preferred',
        topologyKey: 'kubernetes.io/hostname',
      },
      ...timesOf(instances),
      storage: storageOf(settings),
      resources: resourcesOf(settings),
      bootstrap: bootstrapOf(settings),
      ...archiveOf(settings),
      plugins: [
        { name: PLUGIN, enabled: true, isWALArchiver: true, parameters: archiveParameters(name, settings) },
      ],
      postgresql: { parameters: parametersOf(settings), pg_hba: ['hostnossl all all all reject'] },
    },
  };
}

/** Base backups on a schedule: the operator's has a field for seconds before those of a CronJob. */
export function scheduledBackupOf(
  namespace: string,
  { name, backups }: PostgresqlSettings,
): IScheduledBackup {
  return {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'ScheduledBackup',
    metadata: { name, namespace },
    spec: {
      cluster: { name },
      schedule: `0 ${backups.schedule}`,
      immediate: true,
      suspend: false,
      backupOwnerReference: 'self',
      method: 'plugin',
      pluginConfiguration: { name: PLUGIN },
    },
  };
}

function timesOf(instances: number): Partial<ClusterSpec> {
  return {
    smartShutdownTimeout: SMART_SHUTDOWN_SECONDS,
    stopDelay: STOP_SECONDS,
    switchoverDelay: STOP_SECONDS,
    failoverDelay: 0,
    primaryUpdateStrategy: 'unsupervised',
    primaryUpdateMethod: instances > 1 ? 'switchover' : 'restart',
  };
}

function storageOf({ storage, storageClassName }: PostgresqlSettings): NonNullable<ClusterSpec['storage']> {
  return {
    size: storage,
    resizeInUseVolumes: true,
    ...(storageClassName !== undefined && { storageClass: storageClassName }),
  };
}

function resourcesOf({
  resources: { requests, limits },
}: PostgresqlSettings): NonNullable<ClusterSpec['resources']> {
  return {
    requests: { cpu: requests.cpu, memory: requests.memory, 'ephemeral-storage': requests.ephemeralStorage },
    limits: {
      ...(limits.cpu !== undefined && { cpu: limits.cpu }),
      memory: limits.memory,
      'ephemeral-storage': limits.ephemeralStorage,
    },
  };
}

function bootstrapOf({
  database,
  owner,
  restoredFrom,
}: PostgresqlSettings): NonNullable<ClusterSpec['bootstrap']> {
  if (restoredFrom === undefined)
    return { initdb: { database, owner, dataChecksums: true, encoding: 'UTF8' } };
  const { targetTime } = restoredFrom;
  return {
    recovery: {
      source: ARCHIVE,
      database,
      owner,
      ...(targetTime !== undefined && { recoveryTarget: { targetTime } }),
    },
  };
}

function archiveOf({ name, restoredFrom }: PostgresqlSettings): Pick<ClusterSpec, 'externalClusters'> {
  if (restoredFrom === undefined) return {};
  const plugin = { name: PLUGIN, enabled: true, parameters: archiveParameters(name, restoredFrom) };
  return { externalClusters: [{ name: ARCHIVE, plugin: { ...plugin, isWALArchiver: false } }] };
}

function archiveParameters(name: string, { generation }: { readonly generation: number }) {
  return { barmanObjectName: name, serverName: `${name}-${generation}` };
}

/** A server that its client left without a word lets the connection go within a minute. */
function parametersOf({ maxConnections }: PostgresqlSettings): Readonly<Record<string, string>> {
  return {
    max_connections: String(maxConnections),
    tcp_keepalives_idle: '30',
    tcp_keepalives_interval: '10',
    tcp_keepalives_count: '3',
  };
}
