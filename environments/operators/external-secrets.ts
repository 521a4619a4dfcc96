import { INTERNAL_ISSUER_REF } from '../../constructs/internal-ca/props';
import type { Peer } from '../../constructs/network/props';
import { CRD, type Operator, peerOf, RBAC_KINDS, resourcesOf } from './operator';

/** Namespace of External Secrets. */
const NAMESPACE = 'external-secrets';

const parts = {
  'external-secrets': {
    labels: { 'app.kubernetes.io/name': 'external-secrets' },
    replicas: 2,
    containers: { 'external-secrets': resourcesOf('25m', '96Mi', '256Mi') },
    scrapedAt: [8080],
  },
  webhook: {
    labels: { 'app.kubernetes.io/name': 'external-secrets-webhook' },
    replicas: 2,
    containers: { webhook: resourcesOf('10m', '48Mi', '128Mi') },
    calledAt: [10250],
    scrapedAt: [8080],
  },
} as const;

/** The pods that read and write a vault for the stores of all namespaces: the client of an edge to each vault. */
export const externalSecretsPeer: Peer = peerOf('external-secrets', NAMESPACE, parts['external-secrets']);

/**
 * Copies secrets between vaults and namespaces. Stores and generators for the whole cluster are switched off: a store
 * belongs to one namespace. Its webhook has a certificate of the internal issuer, so it comes after `trust`.
 *
 * Rendered here is chart 1.3.1, with these values; 2.12.0 could not be had, so its definitions and roles have no names.
 * @see https://external-secrets.io/latest/guides/security-best-practices/
 */
export const externalSecrets: Operator = {
  name: 'external-secrets',
  source: {
    kind: 'chart',
    repoURL: 'https://charts.external-secrets.io',
    chart: 'external-secrets',
    version: '2.12.0',
    values: {
      replicaCount: parts['external-secrets'].replicas,
      resources: parts['external-secrets'].containers['external-secrets'],
      leaderElect: true,
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      processClusterExternalSecret: false,
      processClusterGenerator: false,
      processClusterPushSecret: false,
      processClusterStore: false,
      webhook: {
        replicaCount: parts.webhook.replicas,
        resources: parts.webhook.containers.webhook,
        podDisruptionBudget: { enabled: true, minAvailable: 1 },
        certManager: { enabled: true, cert: { issuerRef: INTERNAL_ISSUER_REF } },
      },
      certController: { create: false },
      serviceMonitor: { enabled: true },
    },
  },
  namespace: { name: NAMESPACE },
  wave: 5,
  waitedFor: true,
  parts,
  brings: ['external-secrets.io', 'generators.external-secrets.io'],
  clusterKinds: {
    [CRD]: [],
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration': [
      'externalsecret-validate',
      'secretstore-validate',
    ],
    'rbac.authorization.k8s.io/ClusterRole': [],
    'rbac.authorization.k8s.io/ClusterRoleBinding': [],
  },
  namespacedKinds: [
    '/Service',
    '/ServiceAccount',
    'apps/Deployment',
    'cert-manager.io/Certificate',
    'monitoring.coreos.com/ServiceMonitor',
    'policy/PodDisruptionBudget',
    ...RBAC_KINDS,
  ],
};
