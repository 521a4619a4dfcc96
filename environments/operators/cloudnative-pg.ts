import type { Peer } from '../../constructs/network/props';
import { CRD, definitionsOf, type Operator, peerOf, RBAC_KINDS, resourcesOf } from './operator';

/** Namespace of the operator and its plug-in, which must be the same. */
const NAMESPACE = 'cnpg-system';

/** Port at which the plug-in answers the operator. */
const PLUGIN_PORT = 9090;

const GROUP = 'postgresql.cnpg.io';

const PLURALS = [
  'backups',
  'clusterimagecatalogs',
  'clusters',
  'databaseroles',
  'databases',
  'failoverquorums',
  'imagecatalogs',
  'poolers',
  'publications',
  'scheduledbackups',
  'subscriptions',
];

const operatorParts = {
  'cloudnative-pg': {
    labels: { 'app.kubernetes.io/name': 'cloudnative-pg' },
    replicas: 2,
    containers: { manager: resourcesOf('50m', '128Mi', '256Mi') },
    calledAt: [9443],
    scrapedAt: [8080],
  },
} as const;

const pluginParts = {
  'barman-cloud': {
    labels: { 'app.kubernetes.io/name': 'plugin-barman-cloud' },
    // It is replaced whole; a second one waits for the first one's lease.
    replicas: 1,
    containers: { 'barman-cloud': resourcesOf('25m', '64Mi', '128Mi') },
  },
} as const;

/** The pods of the operator: the client of edges to the instances of each database, ports 8000 and 5432. */
export const cloudnativePgPeer: Peer = peerOf('cloudnative-pg', NAMESPACE, operatorParts['cloudnative-pg']);

const pluginPeer = peerOf('barman-cloud', NAMESPACE, pluginParts['barman-cloud']);

/** What each of the two charts brings within the namespace. */
const NAMESPACED = ['/ConfigMap', '/Service', '/ServiceAccount', 'apps/Deployment', ...RBAC_KINDS];

/**
 * Roles have no names, for they were not compared with what chart 0.29.1 renders; the names of its definitions are the
 * module's.
 */
const ROLES = {
  'rbac.authorization.k8s.io/ClusterRole': [],
  'rbac.authorization.k8s.io/ClusterRoleBinding': [],
};

/**
 * Runs PostgreSQL. It makes the certificate of its webhook itself.
 * @see https://cloudnative-pg.io/documentation/1.30/installation_upgrade/
 */
export const cloudnativePg: Operator = {
  name: 'cloudnative-pg',
  source: {
    kind: 'chart',
    repoURL: 'https://cloudnative-pg.github.io/charts',
    chart: 'cloudnative-pg',
    version: '0.29.1',
    values: {
      replicaCount: operatorParts['cloudnative-pg'].replicas,
      resources: operatorParts['cloudnative-pg'].containers.manager,
      config: { clusterWide: true },
      crds: { create: true },
      monitoring: { podMonitorEnabled: true },
    },
  },
  namespace: { name: NAMESPACE },
  wave: 5,
  waitedFor: true,
  parts: operatorParts,
  edges: [{ client: cloudnativePgPeer, server: pluginPeer, port: PLUGIN_PORT }],
  brings: [GROUP],
  clusterKinds: {
    [CRD]: definitionsOf(GROUP, PLURALS),
    'admissionregistration.k8s.io/MutatingWebhookConfiguration': ['cnpg-mutating-webhook-configuration'],
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration': ['cnpg-validating-webhook-configuration'],
    ...ROLES,
  },
  namespacedKinds: [...NAMESPACED, 'monitoring.coreos.com/PodMonitor', 'policy/PodDisruptionBudget'],
};

/**
 * Lets databases archive to object storage, by a container that it adds to their pods.
 * @see https://cloudnative-pg.io/plugin-barman-cloud/
 */
export const barmanCloud: Operator = {
  name: 'barman-cloud',
  source: {
    kind: 'chart',
    repoURL: 'https://cloudnative-pg.github.io/charts',
    chart: 'plugin-barman-cloud',
    version: '0.8.0',
    values: {
      replicaCount: pluginParts['barman-cloud'].replicas,
      resources: pluginParts['barman-cloud'].containers['barman-cloud'],
      crds: { create: true },
      // Without it the release's name would be part of the labels' value.
      nameOverride: 'plugin-barman-cloud',
    },
  },
  namespace: { name: NAMESPACE },
  wave: 5,
  waitedFor: true,
  parts: pluginParts,
  brings: ['barmancloud.cnpg.io'],
  clusterKinds: { [CRD]: ['objectstores.barmancloud.cnpg.io'], ...ROLES },
  namespacedKinds: [...NAMESPACED, 'cert-manager.io/Certificate', 'cert-manager.io/Issuer'],
};
