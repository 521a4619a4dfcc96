import { CRD, definitionsOf, type Operator, RBAC_KINDS, resourcesOf } from './operator';

const NAME = 'vertical-pod-autoscaler';

const part = (component: string) =>
  ({ 'app.kubernetes.io/name': NAME, 'app.kubernetes.io/component': component }) as const;

const parts = {
  'admission-controller': {
    labels: part('admission-controller'),
    replicas: 2,
    containers: { 'admission-controller': resourcesOf('25m', '96Mi', '256Mi') },
    calledAt: [8000],
  },
  recommender: {
    labels: part('recommender'),
    replicas: 2,
    containers: { recommender: resourcesOf('25m', '96Mi', '512Mi') },
  },
  updater: {
    labels: part('updater'),
    replicas: 2,
    containers: { updater: resourcesOf('25m', '96Mi', '256Mi') },
  },
} as const;

/** Objects that the chart names after its release and itself. */
const named = (...names: readonly string[]) => names.map((name) => `${NAME}-${name}`);

const BINDINGS = [
  'updater-actor',
  'updater-evictioner',
  'updater-in-place',
  'updater-status-reader',
  'updater-target-reader',
];

const ROLES = [
  'admission-controller',
  'recommender-actor',
  'recommender-checkpoint-actor',
  'recommender-metrics-reader',
  'recommender-status-actor',
  'recommender-target-reader',
];

/**
 * Lets the memory of pods follow their use. The certificate of its webhook is cert-manager's, by an authority of its own,
 * rather than that of two Jobs with an image of 2023. The chart, rendered at this version with these values, brings these
 * objects and no other; without the security context its pods would not be restricted.
 * @see https://github.com/kubernetes/autoscaler/tree/master/vertical-pod-autoscaler
 */
export const verticalPodAutoscaler: Operator = {
  name: NAME,
  source: {
    kind: 'chart',
    repoURL: 'https://kubernetes.github.io/autoscaler',
    chart: NAME,
    version: '0.13.0',
    values: {
      podSecurityContext: {
        runAsNonRoot: true,
        runAsUser: 65534,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containerSecurityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      },
      admissionController: {
        replicas: parts['admission-controller'].replicas,
        resources: parts['admission-controller'].containers['admission-controller'],
        certGen: { enabled: false },
        certManager: { enabled: true, createSelfSignedIssuer: { enabled: true } },
      },
      recommender: {
        replicas: parts.recommender.replicas,
        resources: parts.recommender.containers.recommender,
      },
      updater: { replicas: parts.updater.replicas, resources: parts.updater.containers.updater },
      crds: { enabled: true, keep: true },
    },
  },
  namespace: { name: 'vpa' },
  wave: 5,
  waitedFor: true,
  parts,
  brings: ['autoscaling.k8s.io'],
  clusterKinds: {
    [CRD]: definitionsOf('autoscaling.k8s.io', [
      'verticalpodautoscalercheckpoints',
      'verticalpodautoscalers',
    ]),
    'admissionregistration.k8s.io/MutatingWebhookConfiguration': named('webhook-config'),
    'rbac.authorization.k8s.io/ClusterRole': named(...ROLES, ...BINDINGS),
    'rbac.authorization.k8s.io/ClusterRoleBinding': named(
      ...ROLES,
      ...BINDINGS.map((name) => `${name}-binding`),
    ),
  },
  namespacedKinds: [
    '/Service',
    '/ServiceAccount',
    'apps/Deployment',
    'cert-manager.io/Certificate',
    'cert-manager.io/Issuer',
    'policy/PodDisruptionBudget',
    ...RBAC_KINDS,
  ],
};
