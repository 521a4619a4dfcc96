import { z } from 'zod';
import { internalCa } from '../constructs/internal-ca/props';
import { bytes, cidr, cpu, dnsLabel, ipv4, listOf, must, record, text, whole } from '../values/schema';

const machine = {
  /** Name of the virtual machine; for a node, its name in Kubernetes. */
  name: dnsLabel(),
  /** Address in the node network. */
  address: ipv4,
  /** Physical server under it: what is lost together. Its kubelet must label the node with it as `topology.kubernetes.io/zone`. */
  host: dnsLabel(),
  /** Virtual CPUs. */
  cpu: whole(1, 1024, 'virtual CPUs'),
  /** Memory of the virtual machine. */
  memory: bytes,
  /** Size of the root disk. */
  disk: bytes,
} as const;

const node = record({
  ...machine,
  /** `control-plane` runs the API server and etcd and takes no workloads; `worker` takes them. */
  role: z.enum(['control-plane', 'worker']),
});

const network = record({
  /** Name of the CNI plugin, for people. */
  plugin: dnsLabel(),
  /** Whether the plugin enforces NetworkPolicies; without it default deny is fiction and is refused. */
  enforcesPolicies: z.boolean({ error: must('true or false') }),
  /** Network of the pods. */
  podCidr: cidr,
  /** Network of the Services. */
  serviceCidr: cidr,
  /** The DNS server of the cluster, which every pod may ask. */
  dns: record({
    /** Address of the DNS Service, in `serviceCidr`. */
    address: ipv4,
    /**
     * Namespace of the DNS pods.
     * @default 'kube-system'
     */
    namespace: dnsLabel().default('kube-system'),
    /**
     * Value of the label `k8s-app` of the DNS pods.
     * @default 'kube-dns'
     */
    app: dnsLabel().default('kube-dns'),
  }),
});

/** Certificates for the environments' domains by the cluster's own authority, which browsers do not know. */
const internalIssuer = record({
  /** `internal-ca`: people must install its certificate. */
  issuer: z.literal('internal-ca'),
});

/** Certificates by a public authority. The names have wildcards, which it proves by a record in DNS alone. */
const acmeIssuer = record({
  /** `acme`: a public authority that speaks ACME. @see https://cert-manager.io/docs/configuration/acme/dns01/rfc2136/ */
  issuer: z.literal('acme'),
  /** Directory of the authority. */
  server: text(
    (value) => /^https:\/\/[\w.-]+(:\d+)?\/[\w./-]+$/.test(value),
    'an https URL',
    "'https://acme-v02.api.letsencrypt.org/directory'",
  ),
  /** Address to which it writes. */
  email: text((value) => /^[^\s@]+@[\w.-]+$/.test(value), 'an address', "'platform@example.com'"),
  /** Name server that takes signed updates of the domains. */
  nameServer: ipv4,
  /** Name of the key that signs the updates; the key itself is in the bootstrap Secret `acme-dns`. */
  keyName: text((value) => /^[\w.-]+$/.test(value), 'the name of a key', "'acme.example.com'"),
});

/** A Kubernetes cluster and the machines under it, as a person writes it. */
export const clusterSpec = record({
  /** First folder below `dist/` of what exists once a cluster. */
  name: dnsLabel(30),
  /** Where the machines run; its facts stand in `environments/platforms/`. */
  platform: z.enum(['proxmox']),
  /** Minor version: `1.36`. */
  kubernetesVersion: text((value) => /^1\.[1-9]\d$/.test(value), 'a minor version of Kubernetes', "'1.36'"),
  /** Network of the machines. */
  nodeNetwork: cidr,
  /** Machines that are nodes of the cluster. */
  nodes: listOf(node),
  /** Machines with HAProxy and keepalived that share the virtual address. */
  balancers: listOf(record(machine)),
  /** Address at which clients reach the API server and the gateway. */
  virtualIp: ipv4,
  /** What the system keeps of every worker. @see https://kubernetes.io/docs/tasks/administer-cluster/reserve-compute-resources/ */
  systemReserved: record({
    /** CPU that pods cannot request. */
    cpu,
    /** Memory that pods cannot request. */
    memory: bytes,
    /** Part of the root disk that pods cannot request. */
    ephemeralStorage: bytes,
  }),
  /** StorageClasses that the storage driver brings. */
  storageClasses: listOf(
    record({
      /** Name of the StorageClass. */
      name: dnsLabel(),
      /**
       * Whether claims that name no class get this one.
       * @default false
       */
      default: z.boolean({ error: must('true or false') }).default(false),
      /** Storage pool of the hypervisor that its volumes are made in. */
      pool: text((value) => /^[A-Za-z][\w.-]*$/.test(value), 'the name of a storage pool', "'local-lvm'"),
    }),
  ),
  /** The hypervisor, of which the storage driver asks for volumes. */
  hypervisor: record({
    /** Addresses of its API. */
    addresses: listOf(ipv4),
    /**
     * Port of its API.
     * @default 8006
     */
    port: whole(1, 65_535).default(8006),
  }),
  /** The network inside the cluster. */
  network,
  /** Who administers the cluster. */
  administration: record({
    /** Networks from which the private listener is reached: consoles and administration pages. */
    networks: listOf(cidr).refine((value) => value.length > 0, {
      error: 'must have at least one network; nobody else could administer Keycloak or the vault',
    }),
    /** What groups of the platform environment's people may do in Argo CD; others may do nothing. */
    argoCd: listOf(
      record({
        /** Name of the group in the realm. */
        group: dnsLabel(),
        /** `admin` may do everything, `readonly` may look. @see https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/ */
        role: z.enum(['admin', 'readonly']),
      }),
    ),
  }),
  /** The authorities that sign certificates within the cluster. */
  internalCa,
  /** Who signs the certificates of the environments' domains. */
  gatewayCertificates: z.discriminatedUnion('issuer', [internalIssuer, acmeIssuer]),
  /**
   * How pods reach the public host names: through the balancers' virtual address, or by a DNS rewrite to the gateway's
   * Service.
   */
  inClusterEntry: z.enum(['virtual-ip', 'gateway-service']),
  /** The environment whose Keycloak and vault serve the cluster itself. */
  platformEnvironment: dnsLabel(),
  /** Where Argo CD reads `dist/`. */
  repository: record({
    /** URL by which Argo CD fetches it; credentials are a Secret of Argo CD's own. */
    url: text(
      (value) => /^(https:\/\/|ssh:\/\/git@)[\w.-]+(:\d+)?\/[\w./~-]+$/.test(value),
      'an https or ssh URL of a git repository without credentials',
      "'https://git.example.com/team/platform.git'",
    ),
    /** Branch that is synced. */
    revision: text((value) => /^[\w./-]+$/.test(value), 'a branch', "'main'"),
  }),
});

export type ClusterSpec = z.input<typeof clusterSpec>;
export type ClusterValues = z.output<typeof clusterSpec>;
