import { z } from 'zod';
import { bytes, dnsLabel, must, pinnedImage, record, schedule, text, whole } from '../../values/schema';
import { objectStoreShape } from '../object-storage/props';
import { resources } from '../pod/props';

/** Port of the databases. */
export const POSTGRESQL_PORT = 5432;

/** Port on which the operator and the other instances ask an instance how it is, TLS. */
export const STATUS_PORT = 8000;

/** Port of the metrics. */
export const METRICS_PORT = 9187;

/** Names of what belongs to a database; those that the operator makes follow from the first. */
export interface DatabaseNames {
  /** Service in front of the primary: the only instance that takes writes. */
  readonly writeService: string;
  /** Secret of the database's owner; `pgpass` is its password file. */
  readonly userSecret: string;
  /** Secret with the authority that signs the instances' certificates, key `ca.crt`. */
  readonly caSecret: string;
}

/** Names that the operator gives to what belongs to a database. @see https://cloudnative-pg.io/documentation/1.30/applications/ */
export function databaseNamesOf(name: string): DatabaseNames {
  return { writeService: `${name}-rw`, userSecret: `${name}-app`, caSecret: `${name}-ca` };
}

/** Labels of a database's instances and of the jobs that make them. @see https://cloudnative-pg.io/documentation/1.30/labels_annotations/ */
export function instanceLabels(name: string): Readonly<Record<string, string>> {
  return { 'cnpg.io/cluster': name };
}

const generation = whole(1, 999);

/** What a person decides about a database. */
export const postgresqlShape = {
  /** Instances: `1`, or `3`, each on a worker of its own, of which one takes writes. */
  instances: z.union([z.literal(1), z.literal(3)], { error: must('1 or 3 instances') }),
  /** Size of each instance's volume; it can grow later, never shrink. */
  storage: bytes,
  /**
   * StorageClass of the volumes.
   * @default - the cluster's default class
   */
  storageClassName: dnsLabel().optional(),
  /** Resources of each instance. */
  resources,
  /**
   * Most connections at a time, 15 of which are kept for administration.
   * @default 100
   */
  maxConnections: whole(20, 1000, 'connections').default(100),
  /** Base backups; changes since then are always archived as they happen. */
  backups: record({
    /** When a base backup is taken, in UTC: minute, hour, day, month, weekday. */
    schedule,
    /**
     * How far back the database can be restored, in days.
     * @default 14
     */
    keepDays: whole(1, 365, 'days').default(14),
  }),
  /**
   * Counts how often the database was made anew: each one archives into a folder of its own, since none may write over the
   * archive of another. Raise it for a restore and for nothing else.
   * @default 1
   */
  generation: generation.default(1),
  /**
   * The archive that the database is restored from when it is made anew; a database that runs is left alone.
   * @default - none: a new database is empty
   */
  restoredFrom: record({
    /** Generation that wrote the archive. */
    generation,
    /**
     * Time up to which changes are restored, RFC 3339.
     * @default - the last change in the archive
     */
    targetTime: text(
      (value) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/.test(value),
      'a time as in RFC 3339',
      "'2026-11-24T08:00:00Z'",
    ).optional(),
  }).optional(),
} as const;

/** Refuses a database that would be restored into the archive that it is restored from. */
export function restoreFaults(
  value: { readonly generation: number; readonly restoredFrom?: { readonly generation: number } | undefined },
  context: z.core.$RefinementCtx,
): void {
  const { generation: own, restoredFrom } = value;
  if (restoredFrom === undefined || restoredFrom.generation < own) return;
  const message = `must be below \`generation\` (${own}), got ${restoredFrom.generation}; raise \`generation\`, so that the restored database archives into a folder of its own`;
  context.addIssue({ code: 'custom', path: ['restoredFrom', 'generation'], message });
}

/** A PostgreSQL database that CloudNativePG runs. */
export const postgresqlProps = record({
  ...postgresqlShape,
  /** Name of the Cluster; the operator's own objects begin with it. */
  name: dnsLabel(50),
  /** Image of the server, whose tag begins with the version: the operator reads it there, and refuses a digest alone. */
  image: pinnedImage.refine((value) => /:\d+(\.\d+)?(-[^@]*)?@/.test(value), {
    error: must('an image whose tag begins with the version', "'postgresql:17.11@sha256:…'"),
  }),
  /** Name of the database. */
  database: dnsLabel(63),
  /** Role that owns the database. */
  owner: dnsLabel(63),
  /** PriorityClass of the pods. */
  priorityClassName: dnsLabel(),
  /**
   * Secret with the registry's credentials.
   * @default - the registry is public
   */
  imagePullSecret: dnsLabel().optional(),
  /** Where backups and the archive of changes go. */
  objectStorage: record(objectStoreShape),
}).superRefine(restoreFaults);

export type PostgresqlProps = z.input<typeof postgresqlProps>;
export type PostgresqlSettings = z.output<typeof postgresqlProps>;
