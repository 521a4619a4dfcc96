import { z } from 'zod';
import { VAULT_MOUNTS } from '../../reconcilers/vault/policies';
import { intervals, scheduleFault } from '../../values/schedule';
import {
  absolutePath,
  bytes,
  dnsLabel,
  domain,
  must,
  pinnedImage,
  record,
  schedule,
  text,
  timeZone,
  whole,
} from '../../values/schema';
import { objectStoreShape } from '../object-storage/props';
import { resources } from '../pod/props';

/** Name of the StatefulSet, of its ServiceAccount and of the Service that any node answers. */
export const VAULT = 'openbao';

/** Headless Service by which the nodes find each other, ready or not. */
export const PEERS_SERVICE = `${VAULT}-internal`;

/** Service that only the node answers which is active. */
export const ACTIVE_SERVICE = `${VAULT}-active`;

/** Port of the API, TLS. */
export const API_PORT = 8200;

/** Port of the nodes among themselves. */
export const CLUSTER_PORT = 8201;

/** Name of the Certificate of all nodes, and of its Secret. */
export const TLS_SECRET = `${VAULT}-tls`;

/** Secret with the seal key, which a person makes before the first sync. */
export const SEAL_SECRET = `${VAULT}-seal`;

/** ConfigMap in which the guard keeps which volume was the first; nothing in git holds it. */
export const INITIALISED = `${VAULT}-initialised`;

/** Volume of each node's data, and first part of the name of its claim. */
export const DATA = 'data';

/** Secret with the secret of the vault's client at the identity provider. */
export const SIGN_IN_SECRET = `${VAULT}-sign-in`;

/** Name of the CronJob that takes snapshots. */
export const SNAPSHOTS = `${VAULT}-snapshot`;

/** Kubernetes role, policy and ServiceAccount of whoever works with the vault before people can sign in. */
export const OPERATOR_ACCOUNT = 'vault-operator';

/**
 * Whom a ServiceAccount's token must be for to open the vault: one for the API server, as every pod can have it, does not,
 * and one for the vault opens the API server to nobody.
 */
export const VAULT_AUDIENCE = 'openbao';

/** URL of the vault for everything in the cluster. */
export function vaultUrl(namespace: string): string {
  return `https://${ACTIVE_SERVICE}.${namespace}.svc:${API_PORT}`;
}

/**
 * Addresses to which the identity provider sends people back: the page of the vault at that URL, and the command line on a
 * person's own machine.
 * @param url of the vault as people open it: `https://vault.internal.example.com`
 * @see https://openbao.org/docs/auth/jwt/#redirect-uris
 */
export function signInReturnsOf(url: string): readonly string[] {
  return [`${url}/ui/vault/auth/${VAULT_MOUNTS.oidc}/oidc/callback`, 'http://localhost:8250/oidc/callback'];
}

/** Key of the seal Secret; it is the name of the seal key, too. */
const sealKey = text(
  (value) => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value),
  'a key of the Secret of lower-case letters, digits and hyphens',
  "'key-2'",
);

/**
 * What a person decides about the key that opens the vault at every start.
 * @see https://openbao.org/docs/configuration/seal/static/
 */
export const seal = record({
  /**
   * Key of the Secret `openbao-seal` that holds the seal key, 32 random bytes.
   * @default 'key'
   */
  current: sealKey.default('key'),
  /**
   * Key of that Secret with the seal key before it, until every node has started with the current one.
   * @default - the current key is the only one
   */
  previous: sealKey.optional(),
}).superRefine(({ current, previous }, context) => {
  if (current !== previous) return;
  const message = `must not be \`current\`, got '${current}' for both; leave it out or write the key before it`;
  context.addIssue({ code: 'custom', path: ['previous'], message });
});

/** What a person decides about a vault. */
export const vaultShape = {
  /**
   * Nodes that vote: an odd number, since an even one survives no more losses than one node fewer. Before it is lowered,
   * nodes must have left the vault, or it loses its quorum: docs/recovery.md, "Fewer vault nodes".
   */
  replicas: z.union([z.literal(1), z.literal(3), z.literal(5), z.literal(7)], {
    error: must('1, 3, 5 or 7 nodes'),
  }),
  /** Size of each node's volume; it can grow later, never shrink. */
  storage: bytes,
  /**
   * StorageClass of the volumes.
   * @default - the cluster's default class
   */
  storageClassName: dnsLabel().optional(),
  /** Resources of each node. */
  resources,
  /**
   * The key that opens it at every start.
   * @default { current: 'key' }
   */
  seal: seal.prefault({}),
} as const;

/** Longest time of a snapshot's run with its retries, in seconds. */
export const SNAPSHOT_SECONDS = 1800;

/** What a person decides about the snapshots of a vault. */
export const snapshotShape = {
  /** When a snapshot is taken: minute, hour, day, month, weekday. */
  schedule: schedule.superRefine((value, context) => {
    if (scheduleFault(value) !== undefined) return;
    const { shortest } = intervals(value);
    if (shortest > SNAPSHOT_SECONDS) return;
    const message = `must leave more than ${SNAPSHOT_SECONDS} s between two snapshots, got '${value}' with ${shortest} s; a run that is tried again would keep the next from starting`;
    context.addIssue({ code: 'custom', message });
  }),
  /** How long snapshots are kept, in days. Older ones go only after a new one has arrived. */
  keepDays: whole(1, 3650, 'days'),
} as const;

const route = record({
  /** Host name. */
  hostname: domain,
  /** Gateway that the route attaches to. */
  gateway: record({
    /** Name of the Gateway. */
    name: dnsLabel(),
    /** Namespace of the Gateway. */
    namespace: dnsLabel(),
  }),
  /** Listener of that Gateway. */
  listener: dnsLabel(),
});

/** Pods that hold a vault, and how it begins. */
export const vaultProps = record({
  ...vaultShape,
  /** Image of OpenBao. */
  image: pinnedImage,
  /** PriorityClass of the pods. */
  priorityClassName: dnsLabel(),
  /** Program that decides whether a node may initialise the vault. */
  guard: record({
    /** Image that runs it. */
    image: pinnedImage,
    /** The program, for Node.js. */
    program: text((value) => value !== '', 'a program that is not empty'),
  }),
  /**
   * Route from outside.
   * @default - none
   */
  route: route.optional(),
  /** Snapshots. */
  snapshots: record({
    ...snapshotShape,
    /** Zone in which the schedule is read. */
    timeZone,
    /** Image of rclone. */
    image: pinnedImage,
    /** Where they go. */
    store: record(objectStoreShape),
    /** Folder of the bucket. */
    folder: absolutePath('/vault'),
  }),
});

export type VaultProps = z.input<typeof vaultProps>;
export type VaultSettings = z.output<typeof vaultProps>;
