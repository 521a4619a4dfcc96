import { z } from 'zod';
import { amountOf, byteText } from '../../values/quantity';
import { cidr, dnsLabel, domain, must, pinnedImage, record, text, whole } from '../../values/schema';
import { resources } from '../pod/props';

/** Name of the StatefulSet, of its ServiceAccount and of the Service in front of it. */
export const KEYCLOAK = 'keycloak';

/** Headless Service by which Prometheus finds every server, ready or not. */
export const INTERNAL_SERVICE = `${KEYCLOAK}-internal`;

/** Port of the pages and the API, plain HTTP behind the gateway. */
export const HTTP_PORT = 8080;

/** Port of health and metrics. */
export const MANAGEMENT_PORT = 9000;

/** Ports of the servers among themselves: data, and who is still there. */
export const PEER_PORTS = { jgroups: 7800, failureDetection: 57800 } as const;

/** Name of the database's Cluster. */
export const DATABASE = `${KEYCLOAK}-database`;

/** Database within the Cluster and the role that owns it. */
export const DATABASE_NAME = 'keycloak';

/** Secret with the first client that may administer; it has two keys, the plain secret and a file of Keycloak's own form. */
export const BOOTSTRAP_SECRET = `${KEYCLOAK}-bootstrap`;

/** Key of a client's Secret with the secret alone, for whoever logs in with it. */
export const SECRET_KEY = 'client-secret';

/** Key of that Secret with the line that Keycloak reads. */
export const BOOTSTRAP_FILE = 'keycloak.conf';

/** Id of that client, in the realm `master`. */
export const BOOTSTRAP_CLIENT = 'bootstrap-admin';

/** URL of Keycloak for everything in the cluster that need not be sent there by a browser. */
export function keycloakUrl(namespace: string): string {
  return `http://${KEYCLOAK}.${namespace}.svc:${HTTP_PORT}`;
}

/** Issuer of a realm's tokens, as it stands in them. */
export function issuerOf(hostname: string, realm: string): string {
  return `https://${hostname}/realms/${realm}`;
}

/**
 * Memory of a server beside its heap: code, threads, buffers.
 * @see https://www.keycloak.org/high-availability/concepts-memory-and-cpu-sizing
 */
const BESIDE_HEAP_BYTES = 300 * 1024 * 1024;

/** What a person decides about a Keycloak. */
export const keycloakShape = {
  /** Servers; two or more keep answering while one is replaced. */
  replicas: whole(1, 9, 'servers'),
  /** Resources of each server, and of the build before its start. */
  resources,
  /**
   * Share of the memory limit that the heap may take, in percent; 300 MiB must remain.
   * @default 70
   */
  heapPercent: whole(20, 90, 'percent').default(70),
  /**
   * Most connections of each server to the database.
   * @default 30
   */
  poolSize: whole(2, 500, 'connections').default(30),
} as const;

/** Refuses a heap that leaves too little of the limit. */
export function heapFaults(
  {
    resources: { limits },
    heapPercent,
  }: {
    readonly resources: z.output<typeof resources>;
    readonly heapPercent: number;
  },
  context: z.core.$RefinementCtx,
): void {
  const limit = amountOf(limits.memory) ?? 0;
  const heap = (limit * heapPercent) / 100;
  if (heap + BESIDE_HEAP_BYTES <= limit) return;
  const least = Math.ceil(BESIDE_HEAP_BYTES / (1 - heapPercent / 100) / 1024 ** 2);
  const message = `must leave 300Mi beside a heap of ${heapPercent} %, got ${limits.memory}, which leaves ${byteText(limit - heap)}; use at least ${least}Mi or lower \`heapPercent\``;
  context.addIssue({ code: 'custom', path: ['resources', 'limits', 'memory'], message });
}

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
  /** Name of the Gateway's listener. */
  listener: dnsLabel(),
});

const realm = text(
  (value) => /^[a-z0-9]([-a-z0-9._]{0,126}[a-z0-9])?$/.test(value) && value !== 'master',
  "the name of a realm other than 'master'",
  "'production'",
);

/** Where a server finds its database, and the Secrets that let it in. */
const database = record({
  /** Name of the Service in front of the primary, as it stands in its certificate and in `pgpass`. */
  host: dnsLabel(),
  /** Name of the database. */
  name: dnsLabel(),
  /** Role that owns it. */
  user: dnsLabel(),
  /** Secret with the password, as a line of libpq's password file under the key `pgpass`. */
  userSecret: dnsLabel(),
  /** Secret with the authority that signs the database's certificate, key `ca.crt`. */
  caSecret: dnsLabel(),
});

/** A Keycloak behind a gateway that ends TLS. */
export const keycloakProps = record({
  ...keycloakShape,
  /** Image of Keycloak. */
  image: pinnedImage,
  /**
   * Whether the image was built for these options (`kc.sh build`: PostgreSQL, health, metrics); otherwise each pod builds
   * before its first start, some 25 s of CPU.
   * @default false
   */
  optimizedImage: z.boolean({ error: must('true or false') }).default(false),
  /** PriorityClass of the pods. */
  priorityClassName: dnsLabel(),
  /**
   * Secret with the registry's credentials.
   * @default - the registry is public
   */
  imagePullSecret: dnsLabel().optional(),
  /** Where people sign in: the realm's own paths alone. */
  publicRoute: route,
  /** Where the realm is administered: on a listener that only administrators reach. */
  adminRoute: route,
  /**
   * Port at which browsers reach that listener: the console refuses a login that began at another URL than it knows.
   * @default 443
   */
  adminPort: whole(1, 65_535).default(443),
  /** The one realm that is reached from outside. */
  realm,
  /** Network of the gateway's pods, whose word on the client's address counts. */
  trustedProxies: cidr,
  /** The database. */
  database,
}).superRefine(heapFaults);

export type KeycloakProps = z.input<typeof keycloakProps>;
export type KeycloakSettings = z.output<typeof keycloakProps>;
