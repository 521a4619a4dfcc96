import type { ClusterValues } from '../cluster-spec';
import { CRD, type Operator, type OperatorPart, RBAC_KINDS, resourcesOf } from './operator';

/** Namespace of cert-manager and trust-manager: that of the Secrets which a ClusterIssuer and a Bundle read. */
export const CERT_MANAGER_NAMESPACE = 'cert-manager';

const CONTROLLERS = [
  'certificates',
  'certificatesigningrequests',
  'challenges',
  'clusterissuers',
  'ingress-shim',
  'issuers',
  'orders',
].map((controller) => `cert-manager-controller-${controller}`);

const ROLES = [
  'cert-manager-cainjector',
  'cert-manager-controller-approve:cert-manager-io',
  ...CONTROLLERS,
  'cert-manager-webhook:subjectaccessreviews',
];

/**
 * Makes and renews certificates. The chart, rendered at this version with these values, brings these objects and no
 * other; its check at the end of an installation is left out, since Argo CD waits for the Deployments.
 * @see https://cert-manager.io/docs/installation/best-practice/
 */
export function certManager({ gatewayCertificates }: ClusterValues): Operator {
  const instance = { 'app.kubernetes.io/instance': 'cert-manager' };
  const parts = {
    'cert-manager': {
      labels: { ...instance, 'app.kubernetes.io/component': 'controller' },
      replicas: 2,
      containers: { controller: resourcesOf('50m', '128Mi', '512Mi') },
      scrapedAt: [9402],
      ...waysOutside(gatewayCertificates),
    },
    webhook: {
      labels: { ...instance, 'app.kubernetes.io/component': 'webhook' },
      replicas: 3,
      containers: { webhook: resourcesOf('25m', '64Mi', '256Mi') },
      calledAt: [10250],
      scrapedAt: [9402],
    },
    cainjector: {
      labels: { ...instance, 'app.kubernetes.io/component': 'cainjector' },
      replicas: 2,
      containers: { cainjector: resourcesOf('25m', '128Mi', '512Mi') },
      scrapedAt: [9402],
    },
  } as const satisfies Readonly<Record<string, OperatorPart>>;
  return {
    name: 'cert-manager',
    source: {
      kind: 'chart',
      repoURL: 'https://charts.jetstack.io',
      chart: 'cert-manager',
      version: 'v1.21.2',
      values: valuesOf(parts),
    },
    namespace: { name: CERT_MANAGER_NAMESPACE },
    wave: 2,
    waitedFor: true,
    parts,
    brings: ['acme.cert-manager.io', 'cert-manager.io'],
    clusterKinds: {
      [CRD]: [
        'certificaterequests.cert-manager.io',
        'certificates.cert-manager.io',
        'challenges.acme.cert-manager.io',
        'clusterissuers.cert-manager.io',
        'issuers.cert-manager.io',
        'orders.acme.cert-manager.io',
      ],
      'admissionregistration.k8s.io/MutatingWebhookConfiguration': ['cert-manager-webhook'],
      'admissionregistration.k8s.io/ValidatingWebhookConfiguration': ['cert-manager-webhook'],
      'rbac.authorization.k8s.io/ClusterRole': [
        ...ROLES,
        'cert-manager-cluster-view',
        'cert-manager-edit',
        'cert-manager-view',
      ],
      'rbac.authorization.k8s.io/ClusterRoleBinding': ROLES,
    },
    namespacedKinds: [
      '/Service',
      '/ServiceAccount',
      'apps/Deployment',
      'monitoring.coreos.com/ServiceMonitor',
      'policy/PodDisruptionBudget',
      ...RBAC_KINDS,
    ],
  };
}

/** To a public authority, and to the name server that proves to it whose the domains are. */
function waysOutside(
  certificates: ClusterValues['gatewayCertificates'],
): Pick<OperatorPart, 'machines' | 'outside'> {
  if (certificates.issuer === 'internal-ca') return {};
  const { nameServer } = certificates;
  return {
    outside: [443],
    machines: [{ name: 'name-server', addresses: [nameServer], port: 53, protocol: 'UDP' }],
  };
}

type Part = { readonly replicas: number; readonly containers: Readonly<Record<string, object>> };

function valuesOf(parts: Readonly<Record<'cert-manager' | 'webhook' | 'cainjector', Part>>): object {
  const part = ({ replicas, containers }: Part) => ({
    replicaCount: replicas,
    resources: Object.values(containers)[0],
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
  });
  return {
    ...part(parts['cert-manager']),
    webhook: part(parts.webhook),
    cainjector: part(parts.cainjector),
    crds: { enabled: true, keep: true },
    global: { leaderElection: { namespace: CERT_MANAGER_NAMESPACE } },
    prometheus: { servicemonitor: { enabled: true } },
    startupapicheck: { enabled: false },
    // The cluster's own DNS says whether a challenge is there: the way to other servers is shut.
    dns01RecursiveNameserversOnly: true,
  };
}
